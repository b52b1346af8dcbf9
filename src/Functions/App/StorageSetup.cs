using Azure.Storage.Queues;
using Cadenza.Functions.Contacts;
using Cadenza.Functions.Events;
using Cadenza.Functions.Platform.Security.Encryption;
using Cadenza.Functions.Records;
using Cadenza.Functions.Sequences;
using Cadenza.Functions.Sequences.Resending;
using Cadenza.Functions.Sequences.Sending;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Webhooks;
using Microsoft.Extensions.Hosting;

namespace Cadenza.Functions.App;

/// <summary>Creates the tables and queues that are missing when the app starts, and reads what must be known before the first request.</summary>
internal sealed class StorageSetup(StorageTables tables, QueueServiceClient queues, EncryptionSetup encryption, SigningKeyStore signing) : IHostedService
{
    private static readonly string[] Queues =
    [
        ContactErasure.QueueName,
        LastContactUpdates.QueueName,
        UnsentEvents.QueueName,
        EventQueue.QueueName,
        EventQueue.ReceivedName,
        EventQueue.PoisonName,
        ResendJob.QueueName,
        SequenceRemoval.QueueName,
        WakeUpQueue.QueueName,
        WebhookQueue.QueueName,
    ];

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(Queues.Select(name => queues.GetQueueClient(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken))
            .Append(tables.CreateAsync(cancellationToken)));
        await encryption.LoadAsync(cancellationToken);
        await signing.LoadAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
