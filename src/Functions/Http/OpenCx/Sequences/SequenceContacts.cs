using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Http.Platform.OpenApi.Declarations;
using Cadenza.Functions.Http.Platform.Paging;
using Cadenza.Functions.Http.Platform.Problems;
using Cadenza.Functions.Http.Platform.Replies;
using Cadenza.Functions.Security;
using Cadenza.Functions.Sequences;
using Cadenza.Functions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Http.OpenCx.Sequences;

/// <summary>GET /sequences/{id}/contacts, GET and DELETE /sequences/{id}/contacts/{contact_id}.</summary>
internal sealed class SequenceContacts(SequenceStore sequences, SequencePlans plans, EnrolledContacts enrolled, Cursors cursors, AuditStore audit, TimeProvider clock)
{
    /// <summary>200 with where each contact stands, in a stable order; <c>limit</c> and <c>cursor</c> page.</summary>
    [Operation(Tags.Sequences, "List a sequence's contacts", "Everybody the sequence has enrolled, and where each one stands, in a stable order.")]
    [Path("id", "The sequence's id or custom id.")]
    [Paged]
    [Answer<SequenceContactListReply>(200, "A page of contacts.")]
    [Function("ListSequenceContacts")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "sequences/{id}/contacts")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var organization = request.Caller().Organization;
        if (await sequences.FindAsync(organization, id, cancellation) is not { Sequence: var sequence }) return SequenceAnswers.NotFound(id);
        var list = $"{organization}/sequences/{sequence.Id}/contacts";
        var page = PageRequest.Of(request, cursors, list);
        if (page.Problem is { } problem) return problem;
        var cursor = EnrollmentCursor.Start;
        if (page.Value.Position is { } position && ContactId.Parse(position) is var last) cursor = new EnrollmentCursor(last.Shard, last);
        var found = await enrolled.ListAsync(sequence, cursor, page.Value.Limit + 1, cancellation);
        var shown = found.Take(page.Value.Limit).ToList();
        return Reply.Ok(
            new SequenceContactListReply(
                [.. shown.Select(contact => SequenceContactReply.Of(contact))],
                found.Count > shown.Count ? cursors.Seal(list, shown[^1].Contact.ToString()) : null),
            OpenCxJson.Default.SequenceContactListReply);
    }

    /// <summary>200 with where the contact stands and what became of each step's message.</summary>
    [Operation(Tags.Sequences, "Read a contact's way through a sequence", "Where the contact stands, and what became of each step's message and why.")]
    [Path("id", "The sequence's id or custom id.")]
    [Path("contact_id", "The contact's id.")]
    [Answer<SequenceContactHistoryReply>(200, "The contact.")]
    [Function("GetSequenceContact")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "sequences/{id}/contacts/{contact_id}")] HttpRequest request,
        string id,
        string contact_id,
        CancellationToken cancellation)
    {
        if (!ContactId.TryParse(contact_id, out var contact)) return Problem.InvalidParameter("contact_id", "must be a UUID");
        if (await sequences.FindAsync(request.Caller().Organization, id, cancellation) is not { Sequence: var sequence }) return SequenceAnswers.NotFound(id);
        if (await enrolled.GetAsync(sequence, contact, cancellation) is not { } found) return NotEnrolled(contact_id);
        var plan = await plans.GetAsync(sequence.Organization, sequence.Id, found.Version, cancellation);
        var history = await enrolled.HistoryAsync(sequence, found, plan.Definition.Steps.Count, cancellation);
        return Reply.Ok(SequenceContactHistoryReply.Of(found, history), OpenCxJson.Default.SequenceContactHistoryReply);
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

    private static Problem NotEnrolled(string contact) => Problem.NotFound("contact in this sequence", contact);
}
