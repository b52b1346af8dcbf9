using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Sequences.Enrolling;
using Cadenza.Functions.Sequences.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Sequences.Http;

/// <summary>GET and DELETE /sequences/{id}/contacts/{contact_id}.</summary>
internal sealed class SequenceContacts(
    SequenceStore sequences, CompiledSequences plans, EnrolledContacts enrolled, NotEnrolledReasons reasons, AuditStore audit, TimeProvider clock)
{
    /// <summary>200 with where the contact stands and what became of each step's message.</summary>
    [Operation(Tags.Sequences, "Read a contact's way through a sequence", "Where the contact stands, and what became of each step's message and why.")]
    [Path("id", "The sequence's id or custom id.")]
    [Path("contact_id", "The contact's id.")]
    [Answer<SequenceContactHistoryReply>(200, "The contact.")]
    [Refusal(404, NotEnrolledReasons.SequenceNotStarted, "The sequence was not started.")]
    [Refusal(404, NotEnrolledReasons.SequenceCanceled, "The sequence was canceled before the contact was enrolled.")]
    [Refusal(404, NotEnrolledReasons.OutsideFilter, "The contact does not match the sequence's filter.")]
    [Refusal(404, NotEnrolledReasons.NotReadYet, "The contact matches the filter, and is enrolled when its turn comes.")]
    [Refusal(404, NotEnrolledReasons.CameLater, "The contact matches the filter now; a one-off sequence enrolls those who did when it was started.")]
    [Function("GetSequenceContact")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "sequences/{id}/contacts/{contact_id}")] HttpRequest request,
        string id,
        string contact_id,
        CancellationToken cancellation)
    {
        if (!ContactId.TryParse(contact_id, out var contact)) return Problem.InvalidParameter("contact_id", "must be a UUID");
        if (await sequences.FindAsync(request.Caller().Organization, id, cancellation) is not { Sequence: var sequence }) return SequenceAnswers.NotFound(id);
        if (await enrolled.GetAsync(sequence, contact, cancellation) is not { } found) return await WhyNotAsync(sequence, contact, cancellation);
        var plan = await plans.GetAsync(sequence.Organization, sequence.Id, found.Version, cancellation);
        var history = await enrolled.HistoryAsync(found, plan.Definition.Steps.Count, cancellation);
        return Reply.Ok(SequenceContactHistoryReply.Of(found, history), SequencesJson.Default.SequenceContactHistoryReply);
    }

    /// <summary>204: nothing more is sent to the contact by this sequence, and it does not come back by itself (B9).</summary>
    [Operation(Tags.Sequences, "Take a contact out of a sequence", "Nothing more is sent to the contact by this sequence, and it is not enrolled again by itself.")]
    [Path("id", "The sequence's id or custom id.")]
    [Path("contact_id", "The contact's id.")]
    [Answer(204, "The contact is out.")]
    [Function("ExitSequenceContact")]
    public async Task<IResult> ExitAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "sequences/{id}/contacts/{contact_id}")] HttpRequest request,
        string id,
        string contact_id,
        CancellationToken cancellation)
    {
        if (!ContactId.TryParse(contact_id, out var contact)) return Problem.InvalidParameter("contact_id", "must be a UUID");
        if (await sequences.FindAsync(request.Caller().Organization, id, cancellation) is not { Sequence: var sequence }) return SequenceAnswers.NotFound(id);
        var now = clock.GetUtcNow();
        if (!await enrolled.ExitAsync(sequence, contact, now, cancellation)) return NotEnrolled(contact_id);
        await audit.AppendAsync(SequenceAudit.ContactExited(sequence, contact, now, request), cancellation);
        return Reply.NoContent();
    }

    private async Task<Problem> WhyNotAsync(Sequence sequence, ContactId contact, CancellationToken cancellation) =>
        await reasons.FindAsync(sequence, contact, cancellation) is { } reason
            ? new Problem(404, reason.Code, $"The contact is not in this sequence: {reason.Detail}")
            : Problem.NotFound("contact", contact.ToString());

    private static Problem NotEnrolled(string contact) => Problem.NotFound("contact in this sequence", contact);
}
