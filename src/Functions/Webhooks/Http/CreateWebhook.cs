using System.Security.Cryptography;
using Cadenza.Functions.Delivery.Webhooks;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Idempotency;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Webhooks.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Webhooks.Http;

/// <summary>POST /v1/user-webhooks.</summary>
internal sealed class CreateWebhook(WebhookStore webhooks, WebhookOptions options, AuditStore audit, TimeProvider clock)
{
    private const int SecretBytes = 24;

    /// <summary>201 with the webhook; its secret is shown this once.</summary>
    [Operation(
        Tags.LeadWebhooks,
        "Register a webhook",
        "Has what happens to leads sent to an address, signed by the Standard Webhooks scheme. What is not taken is tried ten times within three days.")]
    [Body<WebhookBody>]
    [Answer<CreatedWebhookReply>(201, "The webhook. Its secret is shown this once.", HasLocation = true, HasETag = true)]
    [Refusal(409, "too_many_webhooks", "The organization has as many webhooks as it may.")]
    [Function(nameof(CreateWebhook))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/user-webhooks")] HttpRequest request, CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request, WebhookBody.Read, cancellation);
        if (body.Problem is { } problem) return problem;
        if (WebhookAccess.Refusal(options, body.Value.Url) is { } refusal) return refusal;
        var (now, organization) = (clock.GetUtcNow(), request.Caller().Organization);
        var id = request.NewId(now);
        // A repeat (G5) of a request that was carried out finds its own webhook.
        if (request.MayHaveHappened() && await webhooks.GetAsync(organization, id, cancellation) is { } made) return Created(made);
        if ((await webhooks.ListAsync(organization, cancellation)).Count >= Webhook.MaxPerOrganization)
            return Problem.Conflict("too_many_webhooks", $"An organization has at most {Webhook.MaxPerOrganization} webhooks; delete one first.");
        var secret = body.Value.Secret ?? WebhookSecret.Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));
        var webhook = new Webhook(
            id, organization, body.Value.Url, [.. body.Value.Events.Distinct()], secret, body.Value.IsActive ? now : null, now, now);
        var stored = await webhooks.CreateAsync(webhook, cancellation);
        await audit.AppendAsync(WebhookAudit.Of("created", stored, now, request), cancellation);
        return Created(stored);
    }

    private static UncachedResult Created(StoredWebhook stored) => new(Reply.Created(
        $"/v1/user-webhooks/{stored.Webhook.Id:D}",
        CreatedWebhookReply.Of(stored.Webhook),
        WebhooksJson.Default.CreatedWebhookReply,
        EntityTag.Of(stored.Version)));
}
