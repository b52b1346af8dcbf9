using Cadenza.Functions.Platform.Configuration;

namespace Cadenza.Functions.Platform.Security.Rates;

/// <summary>How much a key may ask for (G6).</summary>
/// <param name="RequestsPerMinute">The requests of one key within a minute; 0 is no limit.</param>
internal sealed record RateOptions(int RequestsPerMinute)
{
    /// <summary>What document 004 says.</summary>
    public const int Documented = 100;

    /// <summary>Reads and checks the settings.</summary>
    public static RateOptions Read(Settings settings) => new(settings.Integer("RateLimit__RequestsPerMinute", Documented, 0, 1_000_000));
}
