using System.Text.Json;
using Azure;
using Azure.Storage.Queues;

namespace Cadenza.Functions.Timing;

/// <summary>
/// Takes over wake-ups from the queues in which earlier versions kept them, one for each kind, so that nobody under way is
/// forgotten by an upgrade. Each process looks until it has seen them empty, those in the hands of others included.
/// </summary>
internal sealed class EarlierWakeUps(QueueServiceClient queues, WakeUpQueue wakeUps, IEnumerable<IWakes> kinds)
{
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(1);

    private readonly List<IWakes> _left = [.. kinds];

    /// <summary>Moves what is there. Idempotent: a message is removed after it was sent on, and waking twice does no harm.</summary>
    public async Task MoveAsync(CancellationToken cancellation)
    {
        foreach (var kind in _left.ToList())
        {
            if (await TryEmptyAsync(kind, cancellation)) _left.Remove(kind);
        }
    }

    private async Task<bool> TryEmptyAsync(IWakes kind, CancellationToken cancellation)
    {
        var queue = queues.GetQueueClient(kind.EarlierQueue);
        try
        {
            while ((await queue.ReceiveMessagesAsync(32, Claim, cancellation)).Value is { Length: > 0 } messages)
            {
                foreach (var message in messages)
                {
                    var earlier = message.Body.ToObjectFromJson<EarlierWakeUp>()!;
                    await wakeUps.SendAsync(earlier.As(kind.Kind), cancellation);
                    await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellation);
                }
            }

            return (await queue.GetPropertiesAsync(cancellation)).Value.ApproximateMessagesCount == 0;
        }
        catch (RequestFailedException error) when (error.IsMissing())
        {
            // No version that had it ever ran on this storage.
            return true;
        }
    }

    private sealed record EarlierWakeUp(string Organization, string? Sequence, string? Workflow, int From, int Count, string? Before)
    {
        public WakeUp As(string kind) => new(kind, Organization, Sequence ?? Workflow ?? throw new JsonException("A wake-up of nothing."), From, Count, Before);
    }
}
