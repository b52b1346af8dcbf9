using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Cadenza.Functions.Platform.Observability;

namespace Cadenza.Functions.Platform.Tables;

/// <summary>How the official clients of storage are set up.</summary>
internal static class StorageClientOptions
{
    // Together some six seconds: longer than a partition of the service takes to move, shorter than a caller's patience.
    private const int MaxRetries = 5;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(5);

    // The service gives up after 30 seconds itself; what takes longer is a lost connection.
    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The options of clients of tables.</summary>
    public static TableClientOptions Tables() => Common(new TableClientOptions(), StorageCalls.OfTables);

    /// <summary>The options of clients of queues.</summary>
    /// <remarks>
    /// Messages are sent as base64, which an instance of an earlier version expects; both forms are taken
    /// (<see cref="Queues.QueueTextConverter"/>). Newer versions of the service add nothing that is used here, and Azurite
    /// refuses those that are newer than itself.
    /// </remarks>
    public static QueueClientOptions Queues() => Common(
        new QueueClientOptions(QueueClientOptions.ServiceVersion.V2024_11_04) { MessageEncoding = QueueMessageEncoding.Base64 }, StorageCalls.OfQueues);

    private static TOptions Common<TOptions>(TOptions options, Func<Request, string?> kindOf)
        where TOptions : ClientOptions
    {
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = MaxRetries;
        options.Retry.Delay = FirstDelay;
        options.Retry.MaxDelay = MaxDelay;
        options.Retry.NetworkTimeout = TryTimeout;
        options.AddPolicy(new StorageMeterPolicy(kindOf), HttpPipelinePosition.PerCall);
        return options;
    }
}
