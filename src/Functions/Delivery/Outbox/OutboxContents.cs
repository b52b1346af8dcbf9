using System.Text;
using System.Text.Json.Nodes;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Values;
using Cadenza.Functions.Delivery.Calls;
using Cadenza.Functions.Delivery.Twilio;
using Cadenza.Functions.Delivery.WhatsApp;

namespace Cadenza.Functions.Delivery.Outbox;

/// <summary>What the outbox keeps of a message of each channel.</summary>
internal static class OutboxContents
{
    /// <summary>What a message says.</summary>
    public static OutboxContent Of(OutboundMessage message)
    {
        var channel = message.Channel.Name();
        return message switch
        {
            EmailMessage email => new(channel, email.From, email.SenderName, email.Subject, email.Body, email.IsHtml, email.IsTransactional),
            SmsMessage sms => Plain(channel, null, sms.Body),
            WhatsAppText text => Plain(channel, text.Sender, text.Body),
            WhatsAppMessage whatsApp => Plain(channel, whatsApp.Sender, Request(whatsApp)),
            PhoneCall call => Plain(channel, call.AgentId, Encoding.UTF8.GetString(CallRequest.Write(call))),
            _ => throw new ArgumentOutOfRangeException(nameof(message), message.GetType().Name, "A message the outbox cannot keep."),
        };
    }

    private static OutboxContent Plain(string channel, string? from, string body) => new(channel, from, null, null, body, false, false);

    private static string Request(WhatsAppMessage message) => message.Channel == Channel.WhatsApp
        ? Encoding.UTF8.GetString(CloudRequest.Write(message))
        : new JsonObject(TwilioForm.Of(message).Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value))).ToJsonString();
}
