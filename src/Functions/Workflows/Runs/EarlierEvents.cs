using Cadenza.Domain.Execution;
using Cadenza.Functions.Events;
using Cadenza.Functions.Events.Storage;

namespace Cadenza.Functions.Workflows.Runs;

/// <summary>
/// Tells a run that waits for an event of those that came before it waited, but after what started it. A run notes that it
/// waits and then looks here; an event is noted here and then looks who waits: whichever is first, one finds the other.
/// </summary>
internal sealed class EarlierEvents(EventStore inbox, TimeProvider clock)
{
    /// <summary>The run after the first event that ends its wait; null when it waits for none, or none has come.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="program">The version that it follows.</param>
    /// <param name="run">The run. That it waits must be noted already.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<Run?> TellAsync(OrganizationId organization, WorkflowProgram program, Run run, CancellationToken cancellation)
    {
        if (run.Wait is not { EventType: { } type }) return null;
        var keys = await inbox.ListAwaitedAsync(organization, type, run.AwaitedSubject, run.Trigger.ReceivedAt ?? run.CreatedAt, cancellation);
        foreach (var batch in keys.Where(key => !run.Knows(key)).Chunk(AtOnce.Limit))
        {
            foreach (var happening in await AtOnce.AllAsync(batch, key => inbox.GetEventAsync(organization, key, cancellation)))
            {
                // One that has expired meanwhile is past telling.
                if (happening is null) continue;
                var told = Interpreter.Deliver(program, run, EventTrigger.Of(EventKey.Of(happening), happening), clock.GetUtcNow());
                if (told != run) return told;
            }
        }

        return null;
    }
}
