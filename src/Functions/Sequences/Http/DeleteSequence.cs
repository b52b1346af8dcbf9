using Cadenza.Domain.Sequences;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Sequences.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Sequences.Http;

/// <summary>DELETE /sequences/{id}.</summary>
internal sealed class DeleteSequence(SequenceStore sequences, SequenceRemoval removal, AuditStore audit, TimeProvider clock)
{
    /// <summary>204; 409 while it is active or paused. What was sent stays in the ledger.</summary>
    [Operation(Tags.Sequences, "Delete a sequence", "Removes a sequence that does not run, with everything about it but the ledger of what was sent.")]
    [Path("id", "The sequence's id or custom id.")]
    [Conditional]
    [Answer(204, "It is removed.")]
    [Refusal(409, "sequence_active", "The sequence is active.")]
    [Refusal(409, "sequence_paused", "The sequence is paused.")]
    [Function(nameof(DeleteSequence))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "sequences/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var organization = request.Caller().Organization;
        return OptimisticWrite.RunAsync<IResult>(async () =>
        {
            if (await sequences.FindAsync(organization, id, cancellation) is not { } read) return SequenceAnswers.NotFound(id);
            if (IfMatch.Of(request).Check(EntityTag.Of(read.Version)) is { } stale) return stale;
            if (!SequenceLifecycle.MayRemove(read.Sequence.Status))
            {
                return Problem.Conflict($"sequence_{read.Sequence.Status.ToString().ToLowerInvariant()}", "Cancel the sequence before deleting it.");
            }

            await removal.RemoveAsync(read, cancellation);
            await audit.AppendAsync(SequenceAudit.Deleted(read, clock.GetUtcNow(), request), cancellation);
            return Reply.NoContent();
        });
    }
}
