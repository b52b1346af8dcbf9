using Cadenza.Functions.Delivery.Providers;
using Cadenza.Functions.Platform.Configuration;

namespace Cadenza.Functions.Delivery.Calls;

/// <summary>The provider of phone calls, as configured under <c>Calls__…</c>.</summary>
/// <param name="Provider">How it is reached.</param>
/// <param name="Token"><c>Calls__Token</c>: sent as a bearer token, or null when the provider asks for none.</param>
/// <param name="AskEvery"><c>Calls__PollSeconds</c>: how often it is asked how a call went; zero is never, null leaves it open.</param>
internal sealed record CallOptions(ProviderOptions Provider, string? Token, TimeSpan? AskEvery = null)
{
    private const string PollKey = "Calls__PollSeconds";

    /// <summary>Reads and checks the settings.</summary>
    public static CallOptions Read(Settings settings) =>
        new(ProviderSettings.Read(settings, "Calls", absent: null), settings.Optional("Calls__Token"), Poll(settings));

    private static TimeSpan? Poll(Settings settings) =>
        settings.Optional(PollKey) is null ? null : TimeSpan.FromSeconds(settings.Integer(PollKey, 0, 0, 3600));

    /// <summary>For logs: where, and nothing secret.</summary>
    public override string ToString() => $"the provider at {Provider.BaseAddress.GetLeftPart(UriPartial.Authority)}";
}
