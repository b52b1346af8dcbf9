using Cadenza.Functions.Events.Storage;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Events.Http;

/// <summary>GET /events/{id}.</summary>
internal sealed class GetEvent(EventStore inbox)
{
    /// <summary>200 with the event and what came of it.</summary>
    [Operation(Tags.Events, "Read an event", "Answers an event and what came of it: which workflows it started, and why others that listen to its type were not started.")]
    [Path("id", "The id that `POST /events` answered, or the event's own id together with `source`.")]
    [Query("source", "The event's source, when `id` is the event's own.")]
    [Answer<EventReply>(200, "The event.")]
    [Function(nameof(GetEvent))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "events/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var source = request.Query["source"].ToString();
        var key = source.Length > 0 ? EventKey.Of(source, id) : Guid.TryParseExact(id, "D", out var named) ? named.ToString("D") : null;
        return key is not null && await inbox.GetAsync(request.Caller().Organization, key, cancellation) is { } stored
            ? Reply.Ok(EventReply.Of(stored), InboxJson.Default.EventReply)
            : Problem.NotFound("event", id);
    }
}
