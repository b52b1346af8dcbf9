using Azure.Storage.Queues;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Leads.Storage;
using Cadenza.Functions.Platform.Queues;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows;

namespace Cadenza.Functions.Leads;

/// <summary>A message of the queue <see cref="LeadWakeUps.QueueName"/>: wake the batches of a workflow from one ordinal on.</summary>
internal sealed record LeadWakeUp(string Organization, string Workflow, int From, int Count);

/// <summary>Has batches of leads woken. Thousands of rings go through a queue, so that none is lost when a process ends and no request waits for them.</summary>
internal sealed class LeadWakeUps(QueueServiceClient queues, LeadStore leads, LeadDueStore due, TimeProvider clock) : IWorkflowFollower
{
    /// <summary>The name of the queue.</summary>
    public const string QueueName = "lead-doorbells";

    private const int BatchesPerMessage = 100;
    private readonly QueueClient _queue = queues.GetQueueClient(QueueName);

    /// <summary>Asks for some batches to be woken. Asking twice wakes them twice, which does no harm.</summary>
    /// <param name="workflow">Their workflow.</param>
    /// <param name="from">The ordinal of the first.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <param name="after">After so long; null for now.</param>
    public async Task RequestAsync(Workflow workflow, int from, int count, CancellationToken cancellation, TimeSpan? after = null)
    {
        for (var next = from; next < from + count; next += BatchesPerMessage)
        {
            var message = new LeadWakeUp(workflow.Organization.ToString(), workflow.Id.ToString(), next, Math.Min(BatchesPerMessage, from + count - next));
            await _queue.SendMessageAsync(QueuedTrace.Write(message), after, cancellationToken: cancellation);
        }
    }

    /// <inheritdoc/>
    public async Task<Func<CancellationToken, Task>> PrepareAsync(Workflow changed, CancellationToken cancellation)
    {
        var note = await NoteAllAsync(changed.Organization, changed.Id, cancellation);
        return token => RequestAllAsync(changed, note, token);
    }

    /// <summary>Notes that all batches must be woken, before what they are woken for is stored.</summary>
    /// <returns>What <see cref="RequestAllAsync"/> settles.</returns>
    public async Task<LeadDue> NoteAllAsync(OrganizationId organization, WorkflowId workflow, CancellationToken cancellation)
    {
        var note = new LeadDue(clock.GetUtcNow(), new LeadBatchKey(organization.ToString(), workflow.ToString(), LeadDueStore.All));
        await due.PutAsync(note, cancellation);
        return note;
    }

    /// <summary>Asks for every batch of a workflow to be woken, and settles the note that they must be.</summary>
    public async Task RequestAllAsync(Workflow workflow, LeadDue note, CancellationToken cancellation)
    {
        var count = await leads.ReservedAsync(workflow.Organization, workflow.Id, cancellation);
        await RequestAsync(workflow, 0, count, cancellation);
        await due.RemoveAsync(note, cancellation);
    }

    /// <summary>Carries one message out.</summary>
    public static async Task WakeAsync(LeadWakeUp message, Doorbells doorbells, CancellationToken cancellation)
    {
        for (var ordinal = message.From; ordinal < message.From + message.Count; ordinal++)
        {
            await doorbells.RingLeadsAsync(new LeadBatchKey(message.Organization, message.Workflow, ordinal), cancellation);
        }
    }
}
