using Cadenza.Functions.Platform.Configuration;

namespace Cadenza.Functions.Platform.Tables;

/// <summary>Where the app keeps its rows and queues: a connection string, or an account reached with the app's identity.</summary>
/// <param name="ConnectionString">The setting AzureWebJobsStorage; null when the identity is used.</param>
/// <param name="Tables">The account's table endpoint; null with a connection string.</param>
/// <param name="Queues">The account's queue endpoint; null with a connection string.</param>
internal sealed record StorageOptions(string? ConnectionString, Uri? Tables, Uri? Queues)
{
    private const string Connection = "AzureWebJobsStorage";

    /// <summary>Reads and checks the settings.</summary>
    public static StorageOptions Read(Settings settings)
    {
        var connectionString = settings.Optional(Connection);
        var tables = settings.Address(Connection + "__tableServiceUri");
        var queues = settings.Address(Connection + "__queueServiceUri");
        if (connectionString is null && (tables is null || queues is null))
            settings.Fault(Connection, $"is required: a connection string, or both {Connection}__tableServiceUri and {Connection}__queueServiceUri");
        return connectionString is null ? new(null, tables, queues) : new(connectionString, null, null);
    }
}
