using Azure;
using Cadenza.Domain.Delivery;
using Cadenza.Functions.Platform.Http.Pipeline;

namespace Cadenza.Functions.Delivery.Outbox;

/// <summary>
/// Keeps messages in a table instead of sending them, for channels without a provider. Idempotent by the message's key.
/// A hundred messages of one organization cost two storage operations.
/// </summary>
internal sealed class OutboxDelivery(OutboxStore store, TimeProvider clock) : IMessageDelivery
{
    // A transaction may have 4 MiB, of which the estimate leaves a margin.
    private const int MostBytes = 3 * 1024 * 1024;

    private static readonly DeliveryOutcome TooLarge =
        new DeliveryOutcome.PermanentFailure(DeliveryCode.MessageTooLarge, "The message is larger than a row of the outbox.");

    public string Name => "outbox";

    public int WaveSize => 100;

    public int MaxConcurrentWaves => 8;

    public bool IsIdempotent => true;

    public async Task<IReadOnlyList<DeliveryOutcome>> SendAsync(IReadOnlyList<OutboundMessage> wave, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var rows = wave.Select((message, index) => OutboxRows.Of(message, now, index)).ToList();
        var outcomes = new Dictionary<(string Organization, string Id), DeliveryOutcome>();
        var accepted = rows.OfType<OutboxRows>().DistinctBy(row => (row.Marker.PartitionKey, row.Id));
        foreach (var organization in accepted.GroupBy(row => row.Marker.PartitionKey))
            foreach (var batch in Batches(organization))
            {
                var outcome = await AddAsync(batch, cancellation);
                foreach (var row in batch) outcomes[(organization.Key, row.Id)] = outcome ?? new DeliveryOutcome.Sent(row.Id);
            }

        return [.. rows.Select(row => row is null ? TooLarge : outcomes[(row.Marker.PartitionKey, row.Id)])];
    }

    /// <returns>Null when they are there, or the failure that all of them share.</returns>
    private async Task<DeliveryOutcome?> AddAsync(List<OutboxRows> batch, CancellationToken cancellation)
    {
        try
        {
            await store.AddAsync(batch, cancellation);
            return null;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return new DeliveryOutcome.TemporaryFailure(DeliveryCode.Stopped, "The app was stopped while the outbox was written.");
        }
        catch (RequestFailedException failure)
        {
            return new DeliveryOutcome.TemporaryFailure(
                DeliveryCode.StorageFailed, DeliveryDetail.Redact($"The outbox was not written: {failure.Status} {failure.ErrorCode}."));
        }
        catch (AggregateException failures) when (StorageReach.IsOutOfReach(failures, out var reason))
        {
            return new DeliveryOutcome.TemporaryFailure(DeliveryCode.StorageFailed, DeliveryDetail.Redact($"The outbox was not written: {reason}."));
        }
    }

    private static IEnumerable<List<OutboxRows>> Batches(IEnumerable<OutboxRows> messages)
    {
        var batch = new List<OutboxRows>();
        var size = 0;
        foreach (var message in messages)
        {
            if (batch.Count == OutboxStore.MostMessages || (batch.Count > 0 && size + message.Size > MostBytes))
            {
                yield return batch;
                (batch, size) = ([], 0);
            }

            batch.Add(message);
            size += message.Size;
        }

        if (batch.Count > 0) yield return batch;
    }
}
