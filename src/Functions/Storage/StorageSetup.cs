using Cadenza.Functions.Contacts;
using Cadenza.Functions.Security;
using Cadenza.Functions.Sequences;
using Microsoft.Extensions.Hosting;

namespace Cadenza.Functions.Storage;

/// <summary>Creates the tables and queues that are missing when the app starts, and reads what must be known before the first request.</summary>
internal sealed class StorageSetup(StorageTables tables, CohortWakeUps wakeUps, ContactErasure erasure, SigningKeyStore signing) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(tables.CreateAsync(cancellationToken), wakeUps.CreateQueueAsync(cancellationToken), erasure.CreateQueueAsync(cancellationToken));
        await signing.LoadAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
