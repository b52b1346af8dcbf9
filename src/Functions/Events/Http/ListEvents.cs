using Cadenza.Functions.Events.Storage;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Paging;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Events.Http;

/// <summary>GET /events.</summary>
internal sealed class ListEvents(EventHistory history, Cursors cursors)
{
    /// <summary>200 with the newest events first; <c>limit</c> and <c>cursor</c> page.</summary>
    [Operation(
        Tags.Events,
        "List events",
        "Answers the events of the last thirty days in the order in which they were taken in, the newest first, each with what came of it: also those that the app makes itself, of changed records, schedules, calls and executions. With a filter a page can be short and still have a `next_cursor`.")]
    [Query("type", "Only events of this type; `contact-created` and `contact_created` are the same.")]
    [Query("subject", "Only events about this: a contact's or a record's id.")]
    [Paged]
    [Answer<EventListReply>(200, "A page of events.")]
    [Function(nameof(ListEvents))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "events")] HttpRequest request, CancellationToken cancellation)
    {
        var organization = request.Caller().Organization;
        string[] names = ["type", "subject"];
        if (names.FirstOrDefault(name => request.Query[name].Count > 1) is { } repeated) return Problem.InvalidParameter(repeated, "must be given once");
        var filter = new EventFilter(Given(request, "type"), Given(request, "subject"));
        var list = $"{organization}/events?type={filter.Type}&subject={filter.Subject}";
        var page = PageRequest.Of(request, cursors, list);
        if (page.Problem is { } problem) return problem;
        var found = await history.ListAsync(organization, filter, page.Value.Position, page.Value.Limit, cancellation);
        return Reply.Ok(
            new EventListReply([.. found.Events.Select(ListedEventReply.Of)], found.Next is { } next ? cursors.Seal(list, next) : null), InboxJson.Default.EventListReply);
    }

    private static string? Given(HttpRequest request, string name) => request.Query[name].ToString() is { Length: > 0 } value ? value : null;
}
