using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Events.Http;

/// <summary>POST /events.</summary>
internal sealed class SendEvents(EventInbox inbox, EventQueue queue, TimeProvider clock)
{
    /// <summary>202 once the events are stored; workflows are started right behind.</summary>
    [Operation(Tags.Events, "Tell of events", "Takes one CloudEvent or a batch of them, in structured mode. The same source and id start each workflow once, however often they are sent.")]
    [Body<EventsBody>]
    [Answer<AcceptedEventsReply>(202, "They are stored.")]
    [Function(nameof(SendEvents))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "events")] HttpRequest request, CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request, EventsBody.Read, cancellation);
        if (body.Problem is { } problem) return problem;
        var organization = request.Caller().Organization;
        var now = clock.GetUtcNow();
        var events = body.Value.Events
            .Select(one => (one with { Organization = organization.ToString(), Time = one.Time == default ? now : one.Time }).Received(now))
            .ToList();
        var known = await inbox.ReceiveAsync(organization, events, cancellation);
        // Known ones too: whoever took them in may have died before this.
        await queue.SendReceivedAsync(events.DistinctBy(EventKey.Of), cancellation);
        var reply = new AcceptedEventsReply([.. events.Select(one => new AcceptedEventReply(EventKey.Of(one), one.Source, one.Id, known.Contains(EventKey.Of(one))))]);
        return Reply.Accepted(reply, InboxJson.Default.AcceptedEventsReply);
    }
}
