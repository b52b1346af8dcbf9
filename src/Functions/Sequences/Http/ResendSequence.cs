using System.ComponentModel;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Idempotency;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Sequences.Resending;
using Cadenza.Functions.Sequences.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Sequences.Http;

/// <summary>How many messages are sent again, on the wire.</summary>
internal sealed record ResendReply(
    [Description("How many messages are sent again, or would be.")] int Messages,
    [Description("To how many contacts.")] int Contacts,
    [Description("Whether they were only counted.")] bool DryRun);

/// <summary>POST /sequences/{id}/resend.</summary>
internal sealed class ResendSequence(SequenceStore sequences, Resends resends, AuditStore audit, TimeProvider clock)
{
    /// <summary>200 with the count; the messages go out in the background, each past the send gate once more.</summary>
    [Operation(
        Tags.Sequences,
        "Send messages of a sequence again",
        "Sends again what failed, or what else is named, under the same Message-ID and key. Messages of a step that is still under way are left to it. With dry_run it only counts.")]
    [Path("id", "The sequence's id or custom id.")]
    [Body<ResendBody>]
    [Answer<ResendReply>(200, "How many are sent again.")]
    [Refusal(409, "sequence_pending", "The sequence is not started.")]
    [Refusal(409, "sequence_paused", "The sequence is paused.")]
    [Refusal(409, "sequence_canceled", "The sequence is canceled.")]
    [Function(nameof(ResendSequence))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sequences/{id}/resend")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request, ResendBody.Read, cancellation);
        if (body.Problem is { } problem) return problem;
        if (await sequences.FindAsync(request.Caller().Organization, id, cancellation) is not { Sequence: var sequence }) return SequenceAnswers.NotFound(id);
        if (body.Value.IsDryRun) return Answer(await resends.CountAsync(sequence, body.Value.Request, cancellation), isDryRun: true);
        if (!SequenceLifecycle.MayResend(sequence.Status))
        {
            var status = sequence.Status.ToString().ToLowerInvariant();
            return Problem.Conflict($"sequence_{status}", $"The sequence is {status}; messages are sent again of one that is active or complete.");
        }

        var now = clock.GetUtcNow();
        var resend = request.NewId(now);
        // Noted first: what goes out can be called off from then on.
        if (await NoteAsync(sequence, now, cancellation) is not { } noted) return SequenceAnswers.NotFound(id);
        var count = await resends.RequestAsync(noted, resend, noted.ResentAt!.Value, body.Value.Request, cancellation);
        if (count.Messages > 0) await audit.AppendAsync(SequenceAudit.Resent(sequence, resend, count, now, request), cancellation);
        return Answer(count, isDryRun: false);
    }

    private Task<Sequence?> NoteAsync(Sequence sequence, DateTimeOffset now, CancellationToken cancellation) => OptimisticWrite.RunAsync(async () =>
        await sequences.GetAsync(sequence.Organization, sequence.Id, cancellation) is { } read
            ? (await sequences.UpdateAsync(read, SequenceLifecycle.Resend(read.Sequence, now), definition: null, cancellation))?.Sequence
            : null);

    private static IResult Answer(ResendCount count, bool isDryRun) =>
        Reply.Ok(new ResendReply(count.Messages, count.Contacts, isDryRun), SequencesJson.Default.ResendReply);
}
