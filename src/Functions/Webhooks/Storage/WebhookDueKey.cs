using Cadenza.Functions.Timing;

namespace Cadenza.Functions.Webhooks.Storage;

/// <summary>Names a delivery that must be looked at by a time, in the due index: <c>hook|shard</c>, <c>time|organization|webhook|event</c>.</summary>
/// <param name="Webhook">The receiver.</param>
/// <param name="Event">The id of the event.</param>
internal sealed record WebhookDueKey(WebhookKey Webhook, string Event) : IDueKey<WebhookDueKey>
{
    static string IDueKey<WebhookDueKey>.Kind => "hook";

    int IDueKey<WebhookDueKey>.Shard => DueIndex.ShardOf(Event);

    string IDueKey<WebhookDueKey>.Text => $"{Webhook.Organization}|{Webhook.Webhook:D}|{Event}";

    static WebhookDueKey IDueKey<WebhookDueKey>.Read(string[] parts) =>
        new(new WebhookKey(OrganizationId.Parse(parts[1]), Guid.ParseExact(parts[2], "D")), parts[3]);
}
