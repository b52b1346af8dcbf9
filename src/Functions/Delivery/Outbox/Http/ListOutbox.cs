using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Paging;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Delivery.Outbox.Http;

/// <summary>GET /outbox: the messages that were kept because no provider is configured for their channel.</summary>
internal sealed class ListOutbox(OutboxStore outbox, Cursors cursors)
{
    /// <summary>200 with the newest messages first; <c>limit</c> and <c>cursor</c> page.</summary>
    [Operation(Tags.Outbox, "List the outbox", "Messages that were kept because no provider is configured for their channel, the newest first.")]
    [Paged]
    [Answer<OutboxReply>(200, "A page of messages.")]
    [Function(nameof(ListOutbox))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "outbox")] HttpRequest request, CancellationToken cancellation)
    {
        var organization = request.Caller().Organization.ToString();
        var list = $"{organization}/outbox";
        var page = PageRequest.Of(request, cursors, list);
        if (page.Problem is { } problem) return problem;
        var found = await outbox.ListAsync(organization, page.Value.Limit, page.Value.Position, cancellation);
        var reply = new OutboxReply(
            [.. found.Messages.Select(OutboxMessageReply.Of)],
            found.NextCursor is { } next ? cursors.Seal(list, next) : null);
        return Reply.Ok(reply, OutboxJson.Default.OutboxReply);
    }
}
