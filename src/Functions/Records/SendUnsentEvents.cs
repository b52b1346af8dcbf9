using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Records;

/// <summary>Queue trigger. Idempotent: what is sent twice is taken in once, and what was sent is no longer there.</summary>
internal sealed class SendUnsentEvents(UnsentEvents outbox)
{
    /// <summary>Sends the events of the partition that the message names, if a process died before it could.</summary>
    // The name it always had: settings and alerts of a deployment know it.
    [Function("CheckRecordEvents")]
    public Task RunAsync([QueueTrigger(UnsentEvents.QueueName)] UnsentEventsCheck message, CancellationToken cancellation) =>
        outbox.CheckAsync(message, cancellation);
}
