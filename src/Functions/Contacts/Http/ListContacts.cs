using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Paging;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Contacts.Http;

/// <summary>GET /contacts.</summary>
internal sealed class ListContacts(ContactSearch search, Cursors cursors)
{
    /// <summary>200 with a page of the contacts that have all that is asked for.</summary>
    [Operation(
        Tags.Contacts,
        "List and find contacts",
        "Answers contacts in a stable order. A page of a search may hold fewer than the limit, even none, and still have a next one: go on until next_cursor is null.")]
    [Query("email", "What the e-mail address begins with, letter case aside.")]
    [Query("phone", "What the phone number begins with.")]
    [Query("name", "What the name begins with, letter case aside.")]
    [Query("attribute", "An attribute with its value, name:value; letter case counts. May be given several times; all must hold.")]
    [Paged]
    [Answer<ContactSearchReply>(200, "A page of contacts.")]
    [Function(nameof(ListContacts))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "contacts")] HttpRequest request, CancellationToken cancellation)
    {
        var query = ContactQueryParameters.Read(request);
        if (query.Problem is { } unreadable) return unreadable;
        var organization = request.Caller().Organization;
        var list = $"{organization}/contacts?{ContactQueryParameters.Describe(query.Value)}";
        var page = PageRequest.Of(request, cursors, list);
        if (page.Problem is { } problem) return problem;
        var found = await search.ReadAsync(organization, query.Value, page.Value.Position, page.Value.Limit, cancellation);
        var reply = new ContactSearchReply(
            [.. found.Contacts.Select(ContactReply.Of)],
            found.LookedAt,
            found.Next is { } next ? cursors.Seal(list, next) : null);
        return Reply.Ok(reply, ContactsJson.Default.ContactSearchReply);
    }
}
