using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Retention;
using Cadenza.Functions.Webhooks.Storage;

namespace Cadenza.Functions.Webhooks;

/// <summary>Puts events on their way to those who want to be told of them.</summary>
internal sealed class WebhookDispatch(WebhookStore webhooks, WebhookDeliveryStore deliveries, WebhookQueue queue, RetentionNotes retention)
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The webhooks of an organization that are told of events now.</summary>
    public async Task<List<Webhook>> ReceiversAsync(OrganizationId organization, CancellationToken cancellation) =>
        [.. (await webhooks.ListAsync(organization, cancellation)).Select(stored => stored.Webhook).Where(webhook => webhook.ActiveSince is not null)];

    /// <summary>
    /// Stores what is to be delivered, then asks for it to be done. An event that is dispatched again is delivered once all the
    /// same, since it is stored once.
    /// </summary>
    public async Task DispatchAsync(IEnumerable<Webhook> receivers, IReadOnlyList<WebhookEvent> events, CancellationToken cancellation)
    {
        foreach (var receiver in receivers)
        {
            var wanted = events.Where(receiver.Wants).ToList();
            if (wanted.Count == 0) continue;
            var key = new WebhookKey(receiver.Organization, receiver.Id);
            await retention.NoteDeliveriesAsync(key.Organization, key.Webhook, cancellation);
            await deliveries.AddAsync(key, wanted.Select(happening => new WebhookDelivery(happening.Id, happening.Type, happening.At, BodyOf(happening))), cancellation);
            await queue.AskAsync(key, wanted.Select(happening => happening.Id), cancellation);
        }
    }

    private static string BodyOf(WebhookEvent happening)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            json.WriteStartObject();
            json.WriteString("id", happening.Id);
            json.WriteString("type", happening.Type);
            json.WriteString("timestamp", WireTime.Format(happening.At));
            json.WritePropertyName("data");
            happening.WriteData(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
