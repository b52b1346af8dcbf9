using Cadenza.Domain.Sequences;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Sequences.Sending;
using Cadenza.Functions.Sequences.Storage;
using Cadenza.Functions.Timing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Cadenza.Functions.Sequences.Http;

/// <summary>PATCH /sequences/{id}.</summary>
internal sealed class UpdateSequence(
    SequenceStore sequences, CompiledSequences plans, SequenceChanges changes, UnsubscribeCheck check, SequenceAnswers answers, AuditStore audit, TimeProvider clock)
{
    /// <summary>200 with the sequence. New filter or steps make a new version, which those already enrolled do not get (B8).</summary>
    [Operation(
        Tags.Sequences,
        "Update a sequence",
        "Changes what the body names and keeps the rest. New filter or steps make a new version: contacts already enrolled finish on theirs.")]
    [Path("id", "The sequence's id or custom id.")]
    [Conditional]
    [Body<UpdateSequenceBody>]
    [Answer<SequenceReply>(200, "The sequence.", HasETag = true)]
    [Refusal(409, "custom_id_taken", "Another sequence has the custom id.")]
    [Refusal(409, "sequence_started", "`is_continuous` can be changed only before the sequence is started.")]
    [Refusal(409, "no_unsubscribe_url", "The sequence was started, a marketing text says `{{unsubscribe_url}}`, and it is not known where the app is reached.")]
    [Function(nameof(UpdateSequence))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "sequences/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request, UpdateSequenceBody.Read, cancellation);
        if (body.Problem is { } problem) return problem;
        var organization = request.Caller().Organization;
        return await OptimisticWrite.RunAsync(async () =>
        {
            if (await sequences.FindAsync(organization, id, cancellation) is not { } read) return SequenceAnswers.NotFound(id);
            return IfMatch.Of(request).Check(EntityTag.Of(read.Version)) ?? await UpdateAsync(request, read, body.Value, new Doorbells(client), cancellation);
        });
    }

    private async Task<IResult> UpdateAsync(
        HttpRequest request, StoredSequence read, UpdateSequenceBody body, Doorbells doorbells, CancellationToken cancellation)
    {
        var sequence = read.Sequence;
        var definition = await ChangedDefinitionAsync(sequence, body, cancellation);
        if (SequenceLifecycle.Change(sequence, body.Apply(sequence), isRedefined: definition is not null, clock.GetUtcNow()) is not { } changed)
            return Problem.Conflict("sequence_started", "is_continuous can be changed only before the sequence is started.");
        if (definition is not null && SequenceLifecycle.IsStarted(sequence.Status) && check.Faults(definition) is { Count: > 0 } steps)
            return SequenceAnswers.NoUnsubscribeUrl(steps);
        var stored = await changes.StoreAsync(read, changed, definition, doorbells, cancellation);
        if (stored is not null) await audit.AppendAsync(SequenceAudit.Updated(sequence, stored, request), cancellation);
        return stored is null ? SequenceAnswers.CustomIdTaken() : await answers.OkAsync(stored, cancellation);
    }

    private async Task<SequenceDefinition?> ChangedDefinitionAsync(Sequence sequence, UpdateSequenceBody body, CancellationToken cancellation)
    {
        if (!body.ChangesDefinition) return null;
        var plan = await plans.GetAsync(sequence.Organization, sequence.Id, sequence.Version, cancellation);
        return body.Apply(plan.Definition);
    }
}
