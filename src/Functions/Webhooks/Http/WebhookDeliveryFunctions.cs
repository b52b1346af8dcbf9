using System.Collections.Frozen;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Paging;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Webhooks.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Webhooks.Http;

/// <summary>GET /v1/user-webhooks/{id}/deliveries and POST …/deliveries/{deliveryId}/retry.</summary>
internal sealed class WebhookDeliveryFunctions(WebhookStore webhooks, WebhookDeliveryStore deliveries, DueIndex<WebhookDueKey> due, WebhookQueue queue, Cursors cursors, TimeProvider clock)
{
    private const int MaxLookedAt = 2000;

    private static readonly FrozenDictionary<string, WebhookDeliveryStatus> Statuses =
        Enum.GetValues<WebhookDeliveryStatus>().ToFrozenDictionary(WebhookDeliveryReply.StatusOf);

    /// <summary>200 with what was sent to a webhook and what came of it.</summary>
    [Operation(
        Tags.LeadWebhooks,
        "List deliveries",
        "Answers what was sent, what came of each attempt, and what is still to be tried; the newest event first, for thirty days. A page of one status may hold fewer than the limit and still have a next one.")]
    [Query("status", "Only deliveries with this status.", OneOf = ["pending", "delivered", "failed"])]
    [Paged]
    [Answer<WebhookDeliveryListReply>(200, "A page of deliveries.")]
    [Function("ListWebhookDeliveries")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/user-webhooks/{id}/deliveries")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var asked = request.Query["status"].ToString();
        if (asked.Length > 0 && !Statuses.ContainsKey(asked)) return Problem.InvalidParameter("status", "must be one of " + string.Join(", ", Statuses.Keys.Order()));
        if (await webhooks.FindAsync(request.Caller().Organization, id, cancellation) is not { Webhook: var webhook }) return WebhookAccess.NotFound(id);
        var list = $"{webhook.Organization}/v1/user-webhooks/{webhook.Id}/deliveries?{asked}";
        var page = PageRequest.Of(request, cursors, list);
        if (page.Problem is { } problem) return problem;
        var meant = asked.Length == 0 ? (WebhookDeliveryStatus?)null : Statuses[asked];
        var (found, next) = await BoundedScan.ReadAsync(
            deliveries.ListAsync(new WebhookKey(webhook.Organization, webhook.Id), page.Value.Position, cancellation),
            stored => stored.Delivery.Id,
            stored => meant is null || stored.Delivery.Status == meant,
            page.Value.Limit,
            MaxLookedAt,
            cancellation);
        return Reply.Ok(
            new WebhookDeliveryListReply([.. found.Select(stored => WebhookDeliveryReply.Of(stored.Delivery))], next is null ? null : cursors.Seal(list, next)),
            WebhooksJson.Default.WebhookDeliveryListReply);
    }

    /// <summary>202: the delivery is made again, and when it fails tried again as a new one is.</summary>
    [Operation(Tags.LeadWebhooks, "Deliver again", "Sends the same event with the same `webhook-id` once more, whatever came of it before; when it fails it is tried again as a new one is.")]
    [Path("deliveryId", "The event's id.")]
    [Answer<WebhookDeliveryReply>(202, "It is to be delivered.")]
    [Refusal(409, "webhook_inactive", "Events are not sent to this webhook now; also `delivery_under_way`, when it is being delivered at this moment.")]
    [Function("RetryWebhookDelivery")]
    public async Task<IResult> RetryAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/user-webhooks/{id}/deliveries/{deliveryId}/retry")] HttpRequest request, string id, string deliveryId, CancellationToken cancellation)
    {
        if (await webhooks.FindAsync(request.Caller().Organization, id, cancellation) is not { Webhook: var webhook }) return WebhookAccess.NotFound(id);
        if (webhook.ActiveSince is null) return Problem.Conflict("webhook_inactive", "Events are not sent to this webhook; set is_active to true first.");
        var key = new WebhookKey(webhook.Organization, webhook.Id);
        return await OptimisticWrite.RunAsync<IResult>(async () =>
        {
            if (await deliveries.GetAsync(key, deliveryId, cancellation) is not { Delivery: var delivery } read) return Problem.NotFound("delivery", deliveryId);
            if (delivery.IsUnderWay(clock.GetUtcNow())) return Problem.Conflict("delivery_under_way", "It is being delivered at this moment.");
            var again = delivery.Again();
            // Should this process die behind the change, the sweep sees to it.
            await due.PutAsync(new Due<WebhookDueKey>(clock.GetUtcNow(), new(key, delivery.Id)), cancellation);
            await deliveries.UpdateAsync(key, read, again, cancellation);
            await queue.AskAsync(key, [delivery.Id], cancellation);
            return Reply.Accepted(WebhookDeliveryReply.Of(again), WebhooksJson.Default.WebhookDeliveryReply);
        });
    }
}
