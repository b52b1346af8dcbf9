using Cadenza.Functions.Platform.Configuration;

namespace Cadenza.Functions.Platform.Tables;

/// <summary>Where the app keeps its rows and queues: a connection string, or an account reached with the app's identity.</summary>
/// <param name="ConnectionString">The setting AzureWebJobsStorage; null when the identity is used.</param>
/// <param name="Tables">The account's table endpoint; null with a connection string.</param>
/// <param name="Queues">The account's queue endpoint; null with a connection string.</param>
/// <param name="Identity">As whom the account is reached; null with a connection string.</param>
internal sealed record StorageOptions(string? ConnectionString, Uri? Tables, Uri? Queues, StorageIdentity? Identity)
{
    private const string Connection = "AzureWebJobsStorage";

    /// <summary>Reads and checks the settings.</summary>
    public static StorageOptions Read(Settings settings)
    {
        var connectionString = settings.Optional(Connection);
        var account = settings.Optional(Connection + "__accountName")?.Trim();
        if (account is not null && !IsAccount(account)) settings.Fault(Connection + "__accountName", "must be 3 to 24 of a-z and 0-9");
        // An address goes before the name, which stands for those of the public cloud.
        var tables = settings.Address(Connection + "__tableServiceUri") ?? Endpoint(account, "table");
        var queues = settings.Address(Connection + "__queueServiceUri") ?? Endpoint(account, "queue");
        var identity = StorageIdentity.Read(settings, Connection);
        if (connectionString is null && (tables is null || queues is null))
            settings.Fault(Connection, $"is required: a connection string, {Connection}__accountName, or both {Connection}__tableServiceUri and {Connection}__queueServiceUri");
        return connectionString is null ? new(null, tables, queues, identity) : new(connectionString, null, null, null);
    }

    private static bool IsAccount(string name) => name.Length is >= 3 and <= 24 && name.All(char.IsAsciiLetterOrDigit) && !name.Any(char.IsAsciiLetterUpper);

    private static Uri? Endpoint(string? account, string service) => account is not null && IsAccount(account) ? new Uri($"https://{account}.{service}.core.windows.net") : null;
}
