using Azure;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Http.Platform.Bodies;
using Cadenza.Functions.Http.Platform.OpenApi.Declarations;
using Cadenza.Functions.Http.Platform.Problems;
using Cadenza.Functions.Http.Platform.Replies;
using Cadenza.Functions.Security;
using Cadenza.Functions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Http.OpenCx.Sequences;

/// <summary>PATCH /sequences/{id}.</summary>
internal sealed class UpdateSequence(SequenceStore sequences, SequencePlans plans, SequenceAnswers answers, AuditStore audit, TimeProvider clock)
{
    private const int MaxRaces = 20;

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
    [Function(nameof(UpdateSequence))]
    public async Task<IResult> RunAsync(
        [HttpTrigger("patch", Route = "sequences/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request, UpdateSequenceBody.Read, cancellation);
        if (body.Problem is { } problem) return problem;
        var organization = request.Caller().Organization;
        for (var race = 1; ; race++)
        {
            if (await sequences.FindAsync(organization, id, cancellation) is not { } read) return SequenceAnswers.NotFound(id);
            if (IfMatch.Of(request).Check(EntityTag.Of(read.Version)) is { } stale) return stale;
            try
            {
                return await UpdateAsync(request, read, body.Value, cancellation);
            }
            catch (RequestFailedException error) when (error.IsStale() && race < MaxRaces)
            {
                // Somebody else's change came first: apply this one to what is stored now, unless If-Match forbids it.
            }
        }
    }

    private async Task<IResult> UpdateAsync(HttpRequest request, StoredSequence read, UpdateSequenceBody body, CancellationToken cancellation)
    {
        var sequence = read.Sequence;
        if (body.IsContinuous.Has(out var continuous) && continuous != sequence.IsContinuous && sequence.Status != SequenceStatus.Pending)
        {
            return Problem.Conflict("sequence_started", "is_continuous can be changed only before the sequence is started.");
        }

        var definition = await ChangedDefinitionAsync(sequence, body, cancellation);
        var changed = sequence with
        {
            Name = body.Name.Or(sequence.Name),
            CustomId = body.CustomId.Or(sequence.CustomId),
            IsContinuous = body.IsContinuous.Or(sequence.IsContinuous),
            Version = definition is null ? sequence.Version : sequence.Version + 1,
            UpdatedAt = clock.GetUtcNow(),
        };
        var stored = await sequences.UpdateAsync(read, changed, definition, cancellation);
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
