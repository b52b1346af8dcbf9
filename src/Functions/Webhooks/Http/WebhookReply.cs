using System.ComponentModel;
using Cadenza.Functions.Platform.Http.Paging;

namespace Cadenza.Functions.Webhooks.Http;

/// <summary>A webhook on the wire.</summary>
internal sealed record WebhookReply(
    [Description("The webhook's id.")] string Id,
    [Description("Where events are sent to.")] string Url,
    [Description("What is told.")] IReadOnlyList<string> Events,
    [Description("Whether events are sent.")] bool IsActive,
    [Description("When it was made.")] DateTimeOffset CreatedAt,
    [Description("When it was changed last.")] DateTimeOffset UpdatedAt)
{
    /// <summary>The webhook as it is answered: without its secret.</summary>
    public static WebhookReply Of(Webhook webhook) =>
        new(webhook.Id.ToString("D"), webhook.Url, webhook.Events, webhook.ActiveSince is not null, webhook.CreatedAt, webhook.UpdatedAt);
}

/// <summary>A new webhook on the wire; <c>secret</c> is there in the answer to its creation and never again.</summary>
internal sealed record CreatedWebhookReply(
    [Description("The webhook's id.")] string Id,
    [Description("Where events are sent to.")] string Url,
    [Description("What is told.")] IReadOnlyList<string> Events,
    [Description("Whether events are sent.")] bool IsActive,
    [Description("When it was made.")] DateTimeOffset CreatedAt,
    [Description("When it was changed last.")] DateTimeOffset UpdatedAt,
    [Description("What deliveries are signed with.")] string Secret)
{
    /// <summary>The new webhook as it is answered.</summary>
    public static CreatedWebhookReply Of(Webhook webhook)
    {
        var reply = WebhookReply.Of(webhook);
        return new(reply.Id, reply.Url, reply.Events, reply.IsActive, reply.CreatedAt, reply.UpdatedAt, webhook.Secret);
    }
}

/// <summary>A page of webhooks on the wire.</summary>
internal sealed record WebhookListReply(
    [Description("The webhooks of this page, the first made first.")] IReadOnlyList<WebhookReply> Data,
    [Description("Where the page is.")] PageMeta Meta);

/// <summary>A delivery on the wire.</summary>
internal sealed record WebhookDeliveryReply(
    [Description("The event's id, sent as `webhook-id`.")] string Id,
    [Description("What happened.")] string Event,
    [Description("When it happened.")] DateTimeOffset OccurredAt,
    [Description("pending, delivered or failed.")] string Status,
    [Description("When it is tried next; null when that is now, or not any more.")] DateTimeOffset? NextAttemptAt,
    [Description("What was tried, the latest attempt last.")] IReadOnlyList<WebhookAttemptReply> Attempts,
    [Description("What is sent, as text.")] string Payload)
{
    /// <summary>The delivery as it is answered.</summary>
    public static WebhookDeliveryReply Of(WebhookDelivery delivery) => new(
        delivery.Id,
        delivery.Type,
        delivery.At,
        StatusOf(delivery.Status),
        delivery.NextAttemptAt,
        [.. delivery.Attempts.Select(attempt => new WebhookAttemptReply(attempt.At, attempt.StatusCode, attempt.Error, attempt.DurationMs))],
        delivery.Body);

    /// <summary>A status on the wire.</summary>
    public static string StatusOf(WebhookDeliveryStatus status) => status.ToString().ToLowerInvariant();
}

/// <summary>One attempt on the wire.</summary>
internal sealed record WebhookAttemptReply(
    [Description("When it began.")] DateTimeOffset AttemptedAt,
    [Description("What the receiver answered; null when it did not.")] int? StatusCode,
    [Description("A code of what went wrong: rejected, receiver_failed, rate_limited, gone, timed_out, connect_failed, connection_lost, security_failed, address_refused, redirected or webhook_inactive; null when nothing did.")] string? Error,
    [Description("How long it took, in milliseconds.")] int DurationMs);

/// <summary>A page of deliveries on the wire.</summary>
internal sealed record WebhookDeliveryListReply(
    [Description("The deliveries of this page, the newest event first.")] IReadOnlyList<WebhookDeliveryReply> Data,
    [Description("Asks for the next page; null on the last.")] string? NextCursor);
