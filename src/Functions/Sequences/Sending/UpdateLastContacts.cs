using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Sequences.Sending;

/// <summary>Queue trigger. Idempotent: a time is never moved backwards, and the cohort's row says up to which step it is done.</summary>
internal sealed class UpdateLastContacts(LastContactUpdates touches)
{
    /// <summary>Notes when the contacts of the cohort were last sent something.</summary>
    // The name it always had: settings and alerts of a deployment know it.
    [Function("TouchContacts")]
    public Task RunAsync([QueueTrigger(LastContactUpdates.QueueName)] LastContactUpdate message, CancellationToken cancellation) =>
        touches.TouchAsync(message, cancellation);
}
