using Cadenza.Functions.Delivery.Webhooks;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Paging;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Webhooks.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Webhooks.Http;

/// <summary>GET /v1/user-webhooks, and GET, PATCH and DELETE /v1/user-webhooks/{id}.</summary>
internal sealed class WebhookFunctions(WebhookStore webhooks, WebhookOptions options, AuditStore audit, TimeProvider clock)
{
    /// <summary>200 with a page of webhooks.</summary>
    [Operation(Tags.LeadWebhooks, "List webhooks", "Answers the organization's webhooks, the first made first; never their secrets.")]
    [Query("page", "The page, from 1.", Type = "integer")]
    [Query("limit", "Webhooks a page, 1 to 100; 20 when omitted.", Type = "integer")]
    [Query("is_active", "Only those to which events are sent, or only the others.", OneOf = ["true", "false"])]
    [Answer<WebhookListReply>(200, "A page of webhooks.")]
    [Function("ListWebhooks")]
    public async Task<IResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/user-webhooks")] HttpRequest request, CancellationToken cancellation)
    {
        var page = NumberedPage.Of(request);
        if (page.Problem is { } problem) return problem;
        var asked = request.Query["is_active"].ToString();
        if (asked is not ("" or "true" or "false")) return Problem.InvalidParameter("is_active", "must be true or false");
        var all = await webhooks.ListAsync(request.Caller().Organization, cancellation);
        var meant = all.Select(stored => WebhookReply.Of(stored.Webhook)).Where(webhook => asked.Length == 0 || webhook.IsActive == (asked == "true")).ToList();
        return Reply.Ok(
            new WebhookListReply([.. meant.Skip(page.Value.Skip).Take(page.Value.Limit)], page.Value.Meta(meant.Count)), WebhooksJson.Default.WebhookListReply);
    }

    /// <summary>200 with the webhook.</summary>
    [Operation(Tags.LeadWebhooks, "Read a webhook", "Answers one webhook without its secret.")]
    [Answer<WebhookReply>(200, "The webhook.", HasETag = true)]
    [Function("GetWebhook")]
    public async Task<IResult> GetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/user-webhooks/{id}")] HttpRequest request, string id, CancellationToken cancellation) =>
        await webhooks.FindAsync(request.Caller().Organization, id, cancellation) is { } stored ? Ok(stored) : WebhookAccess.NotFound(id);

    /// <summary>200 with the webhook as it is from now on.</summary>
    [Operation(Tags.LeadWebhooks, "Change a webhook", "What is omitted stays. A new secret signs from the next delivery on.")]
    [Body<WebhookPatch>]
    [Conditional]
    [Answer<WebhookReply>(200, "The webhook.", HasETag = true)]
    [Function("UpdateWebhook")]
    public async Task<IResult> UpdateAsync([HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "v1/user-webhooks/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request, WebhookPatch.Read, cancellation);
        if (body.Problem is { } problem) return problem;
        if (body.Value.Url.Has(out var url) && WebhookAccess.Refusal(options, url) is { } refusal) return refusal;
        return await ChangeAsync(request, id, async read =>
        {
            var now = clock.GetUtcNow();
            var stored = await webhooks.UpdateAsync(read, body.Value.Apply(read.Webhook, now), cancellation);
            await audit.AppendAsync(WebhookAudit.Of("updated", stored, now, request, body.Value.Members()), cancellation);
            return Ok(stored);
        }, cancellation);
    }

    /// <summary>204: nothing is sent to it any more.</summary>
    [Operation(Tags.LeadWebhooks, "Delete a webhook", "Nothing is sent to it any more, also not what was still to be tried.")]
    [Conditional]
    [Answer(204, "It is gone.")]
    [Function("DeleteWebhook")]
    public Task<IResult> DeleteAsync([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/user-webhooks/{id}")] HttpRequest request, string id, CancellationToken cancellation) =>
        ChangeAsync(request, id, async read =>
        {
            await webhooks.RemoveAsync(read, cancellation);
            await audit.AppendAsync(WebhookAudit.Of("deleted", read, clock.GetUtcNow(), request), cancellation);
            return Reply.NoContent();
        }, cancellation);

    private Task<IResult> ChangeAsync(HttpRequest request, string id, Func<StoredWebhook, Task<IResult>> change, CancellationToken cancellation) =>
        OptimisticWrite.RunAsync<IResult>(async () =>
        {
            if (await webhooks.FindAsync(request.Caller().Organization, id, cancellation) is not { } read) return WebhookAccess.NotFound(id);
            return IfMatch.Of(request).Check(EntityTag.Of(read.Version)) is { } stale ? stale : await change(read);
        });

    private static IResult Ok(StoredWebhook stored) =>
        Reply.Ok(WebhookReply.Of(stored.Webhook), WebhooksJson.Default.WebhookReply, EntityTag.Of(stored.Version));
}

/// <summary>How the functions of this folder find webhooks.</summary>
internal static class WebhookAccess
{
    /// <summary>The organization's webhook with an id as it stands in a path, or null.</summary>
    public static async Task<StoredWebhook?> FindAsync(this WebhookStore webhooks, OrganizationId organization, string id, CancellationToken cancellation) =>
        Guid.TryParseExact(id, "D", out var uuid) ? await webhooks.GetAsync(organization, uuid, cancellation) : null;

    /// <summary>400: the address is plainly not one of the public internet, and the app sends to no other. Names are looked at when something is sent.</summary>
    public static Problem? Refusal(WebhookOptions options, string url)
    {
        if (options.AllowPrivateAddresses || !WebhookRequest.TryParseAddress(url, out var address) || !PublicAddresses.IsPlainlyNot(address)) return null;
        var faults = new JsonFaults();
        faults.Add("/url", "must be an address of the public internet, unless Cadenza__Webhooks__AllowPrivateAddresses is set");
        return faults.ToProblem();
    }

    /// <summary>The answer 404: there is none with this id.</summary>
    public static Problem NotFound(string id) => Problem.NotFound("webhook", id);
}
