using System.Text.Json;
using Azure.Storage.Queues;
using Cadenza.Functions.Platform.Queues;

namespace Cadenza.Functions.Timing;

/// <summary>
/// Has many drivers woken. Thousands of rings go through a queue, so that none is lost when a process ends and no request waits
/// for them. Asking twice wakes twice, which does no harm.
/// </summary>
internal sealed class WakeUpQueue(QueueServiceClient queues)
{
    /// <summary>The name of the queue.</summary>
    public const string QueueName = "wake-ups";

    private readonly QueueClient _queue = queues.GetQueueClient(QueueName);

    /// <summary>Asks for what a message says, now or after so long.</summary>
    public Task SendAsync(WakeUp message, CancellationToken cancellation, TimeSpan? after = null) =>
        // What is done later is no part of what asked for it.
        _queue.SendMessageAsync(after is null ? QueuedTrace.Write(message) : JsonSerializer.Serialize(message), after, cancellationToken: cancellation);

    /// <summary>Asks for a range of ordinals, in several messages where it is long.</summary>
    /// <param name="range">The whole range.</param>
    /// <param name="perMessage">The most ordinals of one message.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <param name="after">After so long; null for now.</param>
    public async Task SendAsync(WakeUp range, int perMessage, CancellationToken cancellation, TimeSpan? after = null)
    {
        var end = range.From + range.Count;
        for (var from = range.From; from < end; from += perMessage)
        {
            await SendAsync(range with { From = from, Count = Math.Min(perMessage, end - from) }, cancellation, after);
        }
    }
}
