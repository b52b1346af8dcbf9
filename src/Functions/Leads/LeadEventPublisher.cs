using System.Text.Json;
using Cadenza.Domain.Leads;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Leads.Storage;
using Cadenza.Functions.Leads.Wire;
using Cadenza.Functions.Webhooks;

namespace Cadenza.Functions.Leads;

/// <summary>
/// Tells receivers of webhooks what happened to leads. The batch itself holds what happened and how much of it was told, so
/// nothing is lost when a process dies in between: whoever moves the batch on next tells the rest.
/// </summary>
internal sealed class LeadEventPublisher(LeadStore leads, WebhookDispatch webhooks)
{
    /// <summary>Tells what has not been told of a batch. Repeating it delivers nothing twice.</summary>
    public async Task TellAsync(OrganizationId organization, WorkflowId workflow, StoredBatch read, CancellationToken cancellation)
    {
        var (batch, told) = (read.Batch, read.Told);
        if (!UnpublishedLeadEvents.IsThere(batch, told)) return;
        // While nobody listens nothing is noted either: whoever comes to listen is told only of what happens from then on.
        if (await webhooks.ReceiversAsync(organization, cancellation) is not { Count: > 0 } receivers) return;
        var journal = told.Journal < batch.JournalEntries ? await leads.JournalAsync(organization, workflow, batch.Ordinal, told.Journal, cancellation) : [];
        await webhooks.DispatchAsync(receivers, [.. UnpublishedLeadEvents.Of(batch, told, journal).Select(happening => EventOf(organization, workflow, happening))], cancellation);
        await leads.NoteToldAsync(organization, workflow, batch.Ordinal, new PublishedLeadEvents(batch.Leads.Count, batch.JournalEntries), cancellation);
    }

    private static WebhookEvent EventOf(OrganizationId organization, WorkflowId workflow, LeadEvent happening)
    {
        var data = new LeadEventData(
            workflow.ToPrefixed(),
            EnrolledLeadReply.Of(happening.Lead),
            happening.Passage is { } passage ? LeadPassageReply.Of(passage) : null);
        return WebhookEvent.Of(
            organization,
            $"{workflow}/{happening.Key}",
            happening.Type,
            happening.At,
            json => JsonSerializer.Serialize(json, data, LeadEventJson.Default.LeadEventData));
    }
}
