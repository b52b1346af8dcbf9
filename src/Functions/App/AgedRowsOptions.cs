using Cadenza.Functions.Platform.Configuration;

namespace Cadenza.Functions.App;

/// <summary>For how many days what nobody needs any more is kept, where the operator wants it to go.</summary>
/// <param name="AuditDays">Entries of the audit log; 0 keeps them.</param>
/// <param name="OutboxDays">Messages kept instead of sent; 0 keeps them.</param>
internal sealed record AgedRowsOptions(int AuditDays, int OutboxDays)
{
    // A message that is tried again within its patience must find that it is in the outbox.
    private const int LeastDays = 7;
    private const int MostDays = 3650;

    /// <summary>Reads and checks the settings.</summary>
    public static AgedRowsOptions Read(Settings settings) => new(Days(settings, "Retention__AuditDays"), Days(settings, "Retention__OutboxDays"));

    private static int Days(Settings settings, string key)
    {
        var days = settings.Integer(key, 0, 0, MostDays);
        if (days is > 0 and < LeastDays) settings.Fault(key, $"must be 0, which keeps all, or a whole number from {LeastDays} to {MostDays}");
        return days;
    }
}
