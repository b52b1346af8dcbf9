using System.Text.Json;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Timing;

/// <summary>
/// Takes over wake-ups from the queues in which earlier versions kept them, one for each kind, so that nobody under way is
/// forgotten by an upgrade. Each process looks until it has seen them empty, those in the hands of others included. What cannot
/// be read there was written by no version: it is set aside, and a queue that cannot be read at all is left until the next start.
/// </summary>
internal sealed class EarlierWakeUps(QueueServiceClient queues, WakeUpQueue wakeUps, IEnumerable<IWakes> kinds, ILogger<EarlierWakeUps> log)
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
                    if (Read(message, kind) is { } wakeUp) await wakeUps.SendAsync(wakeUp, cancellation);
                    else await SetAsideAsync(message, kind, cancellation);
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
        catch (FormatException fault)
        {
            // The client reads all messages of a call or none.
            log.EarlierQueueUnread(kind.EarlierQueue, fault);
            return true;
        }
    }

    private static WakeUp? Read(QueueMessage message, IWakes kind)
    {
        try
        {
            return message.Body.ToObjectFromJson<EarlierWakeUp>()!.As(kind.Kind);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // As the host does with what cannot be worked off.
    private async Task SetAsideAsync(QueueMessage message, IWakes kind, CancellationToken cancellation)
    {
        var poison = queues.GetQueueClient(kind.EarlierQueue + "-poison");
        await poison.CreateIfNotExistsAsync(cancellationToken: cancellation);
        await poison.SendMessageAsync(message.Body, cancellationToken: cancellation);
        log.EarlierWakeUpUnread(kind.EarlierQueue);
    }

    private sealed record EarlierWakeUp(string? Organization, string? Sequence, string? Workflow, int From, int Count, string? Before)
    {
        public WakeUp As(string kind) => new(
            kind, Organization ?? throw new JsonException("A wake-up for nobody."), Sequence ?? Workflow ?? throw new JsonException("A wake-up of nothing."), From, Count, Before);
    }
}
