using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Cadenza.Functions.Platform.Configuration;

namespace Cadenza.Functions.Platform.Observability;

/// <summary>Where Application Insights is, and as whom the app sends to it; by the variables that the Functions host reads too.</summary>
/// <param name="ConnectionString">Its connection string, which is an address and no secret where keys are off.</param>
/// <param name="ByIdentity">Whether the app shows a token of its identity.</param>
/// <param name="ClientId">Which one of several identities; null is the app's own.</param>
internal sealed record AzureMonitorOptions(string ConnectionString, bool ByIdentity, string? ClientId)
{
    private const string Where = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string Who = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    /// <summary>Reads and checks the settings; null without a connection string.</summary>
    public static AzureMonitorOptions? Read(Settings settings)
    {
        var connection = settings.Optional(Where);
        var parts = Parts(settings.Optional(Who));
        var byIdentity = parts.TryGetValue("Authorization", out var authorization);
        if (byIdentity && !"AAD".Equals(authorization, StringComparison.OrdinalIgnoreCase)) settings.Fault(Who, "must be Authorization=AAD, or ClientId=…;Authorization=AAD");
        if (connection is null) return null;
        if (!Parts(connection).ContainsKey("InstrumentationKey")) settings.Fault(Where, "must be a connection string of Application Insights: InstrumentationKey=…;IngestionEndpoint=…");
        return new(connection, byIdentity, parts.GetValueOrDefault("ClientId"));
    }

    /// <summary>Tells an exporter where to send, and as whom.</summary>
    public void Apply(AzureMonitorExporterOptions exporter)
    {
        exporter.ConnectionString = ConnectionString;
        // What cannot be sent is not kept on a disk that goes away with the instance.
        exporter.DisableOfflineStorage = true;
        if (ByIdentity) exporter.Credential = new ManagedIdentityCredential(ClientId is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(ClientId));
    }

    private static Dictionary<string, string> Parts(string? text) => (text ?? "")
        .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2, StringSplitOptions.TrimEntries))
        .Where(pair => pair.Length == 2)
        .GroupBy(pair => pair[0], StringComparer.OrdinalIgnoreCase)
        .ToDictionary(pairs => pairs.Key, pairs => pairs.Last()[1], StringComparer.OrdinalIgnoreCase);
}
