using System.Text.Json.Nodes;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Webhooks.Storage;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Webhooks.Http;

/// <summary>What the audit log says of webhooks: which fields changed, and neither address nor secret.</summary>
internal static class WebhookAudit
{
    /// <summary>A webhook was created, updated or deleted.</summary>
    public static AuditEntry Of(string action, StoredWebhook stored, DateTimeOffset at, HttpRequest request, string[]? fields = null)
    {
        var webhook = stored.Webhook;
        var after = new JsonObject { ["is_active"] = webhook.ActiveSince is not null };
        if (fields is not null) after["fields"] = new JsonArray([.. fields.Select(field => (JsonNode)field)]);
        return new(
            webhook.Organization, $"user_webhooks/{webhook.Id:D}", action, at, stored.Version.ToString(), AuditActor.Of(request), null, action == "deleted" ? null : after);
    }
}
