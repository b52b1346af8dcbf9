namespace Cadenza.Functions.Webhooks;

/// <summary>When a delivery that failed is tried again: ten attempts within about three days, much as the Standard Webhooks scheme proposes.</summary>
internal static class WebhookRetries
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private static readonly TimeSpan[] Delays =
    [
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(14),
        TimeSpan.FromHours(20),
        Longest,
    ];

    /// <summary>How long to wait after so many failures; null when it is given up.</summary>
    /// <param name="failures">How many there were, at least 1.</param>
    /// <param name="asked">How long the receiver asks to wait, or null; a day at most is granted.</param>
    public static TimeSpan? After(int failures, TimeSpan? asked)
    {
        if (failures > Delays.Length) return null;
        var usual = Delays[failures - 1];
        return asked is { } wanted && wanted > usual ? (wanted < Longest ? wanted : Longest) : usual;
    }
}
