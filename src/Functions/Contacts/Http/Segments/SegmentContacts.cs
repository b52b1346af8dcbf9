using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Contacts.Segments;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Paging;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Contacts.Http.Segments;

/// <summary>POST and GET /segments/{id}/contacts, DELETE /segments/{id}/contacts/{contact_id}.</summary>
internal sealed class SegmentContacts(
    SegmentStore segments, SegmentMembers members, ContactStore contacts, SegmentPages pages, AuditStore audit, TimeProvider clock)
{
    /// <summary>200 with how many were added; contacts that do not exist are reported and not created.</summary>
    [Operation(Tags.Segments, "Add contacts to a list", "Names contacts that exist by id, e-mail address or phone number. Adding a member again changes nothing.")]
    [Body<SegmentMembersBody>]
    [Answer<SegmentMembersReply>(200, "What came of it.")]
    [Refusal(409, "segment_has_filter", "The segment is not a list.")]
    [Function("AddSegmentContacts")]
    public async Task<IResult> AddAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "segments/{id}/contacts")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request, SegmentMembersBody.Read, cancellation);
        if (body.Problem is { } problem) return problem;
        var organization = request.Caller().Organization;
        if (await FindAsync(organization, id, cancellation) is not { } segment) return SegmentAnswers.NotFound(id);
        if (!segment.IsStatic) return SegmentAnswers.NotAList();
        var found = new HashSet<ContactId>();
        var unknown = new List<string>();
        var people = await AtOnce.AllAsync(body.Value.Contacts, name => FindAsync(organization, name, cancellation));
        foreach (var (name, person) in body.Value.Contacts.Zip(people))
        {
            if (person is { } contact) found.Add(contact);
            else unknown.Add(name.Given);
        }

        if (await members.AddAsync(organization, segment.Id, found, cancellation) is not { } added) return SegmentAnswers.NotFound(id);
        if (added > 0) await audit.AppendAsync(SegmentAudit.Members("contacts_added", organization, segment.Id, added, clock.GetUtcNow(), request), cancellation);
        return Reply.Ok(new SegmentMembersReply(added, found.Count - added, unknown), ContactsJson.Default.SegmentMembersReply);
    }

    /// <summary>200 with a page of the contacts that belong to the segment now.</summary>
    [Operation(Tags.Segments, "List a segment's contacts", "Answers those who belong to the segment now, in a stable order. A page may hold fewer than the limit and still have a next one.")]
    [Paged]
    [Answer<ContactListReply>(200, "A page of contacts.")]
    [Function("ListSegmentContacts")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "segments/{id}/contacts")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var organization = request.Caller().Organization;
        return await FindAsync(organization, id, cancellation) is { } segment
            ? await pages.ReadAsync(request, organization, segment, cancellation)
            : SegmentAnswers.NotFound(id);
    }

    /// <summary>204; 404 when the contact is not in the list.</summary>
    [Operation(Tags.Segments, "Remove a contact from a list", "The contact stays.")]
    [Path("contact_id", "The contact's id.")]
    [Answer(204, "It is no longer in the list.")]
    [Refusal(409, "segment_has_filter", "The segment is not a list.")]
    [Function("RemoveSegmentContact")]
    public async Task<IResult> RemoveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "segments/{id}/contacts/{contact_id}")] HttpRequest request, string id, string contact_id, CancellationToken cancellation)
    {
        var organization = request.Caller().Organization;
        if (!ContactId.TryParse(contact_id, out var contact)) return Problem.InvalidParameter("contact_id", "must be a UUID");
        if (await FindAsync(organization, id, cancellation) is not { } segment) return SegmentAnswers.NotFound(id);
        if (!segment.IsStatic) return SegmentAnswers.NotAList();
        if (!await members.RemoveAsync(organization, segment.Id, contact, cancellation)) return Problem.NotFound("contact", contact_id);
        await audit.AppendAsync(SegmentAudit.Members("contact_removed", organization, segment.Id, 1, clock.GetUtcNow(), request), cancellation);
        return Reply.NoContent();
    }

    private async Task<Segment?> FindAsync(OrganizationId organization, string id, CancellationToken cancellation) =>
        SegmentId.TryParse(id, out var segment) ? (await segments.GetAsync(organization, segment, cancellation))?.Segment : null;

    private async Task<ContactId?> FindAsync(OrganizationId organization, ContactName name, CancellationToken cancellation)
    {
        var stored = name switch
        {
            { Id: { } id } => await contacts.GetAsync(organization, id, cancellation),
            { Email: { } email } => await contacts.FindContactAsync(organization, ContactAddress.Of(email), cancellation),
            _ => await contacts.FindContactAsync(organization, ContactAddress.Of(name.Phone!.Value), cancellation),
        };
        return stored?.Contact.Id;
    }
}

/// <summary>Reads the contacts of a segment page by page.</summary>
internal sealed class SegmentPages(MatchingContactReaders candidates, LastContactStore lastContacts, Cursors cursors)
{
    private const int MaxReads = 10;
    private const int ReadAtOnce = 500;

    /// <summary>200 with the page that the request asks for, or a refusal of what it asks.</summary>
    public async Task<IResult> ReadAsync(HttpRequest request, OrganizationId organization, Segment segment, CancellationToken cancellation)
    {
        var list = $"{organization}/segments/{segment.Id}/contacts";
        var page = PageRequest.Of(request, cursors, list);
        if (page.Problem is { } problem) return problem;
        var members = new ContactsFilter([new FilterGroup([new BelongsToSegment(segment.Id.ToString())])]);
        var reader = await candidates.OpenAsync(organization, members, cancellation);
        var cursor = Parse(page.Value.Position);
        var found = new List<Contact>();
        for (var reads = 0; reads < MaxReads && found.Count < page.Value.Limit && !cursor.AtEnd; reads++)
        {
            var (matches, next) = await reader.ReadAsync(cursor, ReadAtOnce, cancellation);
            var taken = matches.Take(page.Value.Limit - found.Count).ToList();
            found.AddRange(taken);
            cursor = taken.Count < matches.Count ? cursor with { After = taken[^1].Id } : next;
        }

        var complete = await lastContacts.CompleteAsync(organization, found, cancellation);
        return Reply.Ok(
            new ContactListReply([.. complete.Select(ContactReply.Of)], cursor.AtEnd ? null : cursors.Seal(list, $"{cursor.Shard}:{cursor.After}")),
            ContactsJson.Default.ContactListReply);
    }

    // A position comes out of a sealed cursor, so it is one that was made above.
    private static EnrollmentCursor Parse(string? position)
    {
        if (position?.Split(':') is not [var shard, var after]) return new EnrollmentCursor(0, null);
        return new EnrollmentCursor(
            int.Parse(shard, System.Globalization.CultureInfo.InvariantCulture), after.Length == 0 ? null : ContactId.Parse(after));
    }
}
