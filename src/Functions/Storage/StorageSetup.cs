using Cadenza.Functions.Sequences;
using Microsoft.Extensions.Hosting;

namespace Cadenza.Functions.Storage;

/// <summary>Creates the tables and queues that are missing when the app starts.</summary>
internal sealed class StorageSetup(StorageTables tables, CohortWakeUps wakeUps) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(tables.CreateAsync(cancellationToken), wakeUps.CreateQueueAsync(cancellationToken));

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
