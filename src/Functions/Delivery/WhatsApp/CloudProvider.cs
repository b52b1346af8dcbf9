using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Cadenza.Domain.Delivery;
using Cadenza.Functions.Delivery.Providers;

namespace Cadenza.Functions.Delivery.WhatsApp;

/// <summary>
/// The WhatsApp Cloud API. It knows no idempotency key, so a message whose fate is unknown is not repeated. What an error
/// means is read from its code, as the API's documentation asks, and from the status where it has none.
/// </summary>
internal sealed class CloudProvider(WhatsAppOptions options) : IHttpProvider
{
    private readonly AuthenticationHeaderValue _credentials = new("Bearer", options.AccessToken);

    public string Name => "whatsapp";

    public bool IsIdempotent => false;

    public ProviderRequest? Request(OutboundMessage message, out DeliveryOutcome? refusal)
    {
        var template = (WhatsAppMessage)message;
        // The sender is part of the address, and an organization names it: nothing but a plain id may get there.
        var isId = template.Sender.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-');
        refusal = isId ? null : new DeliveryOutcome.PermanentFailure(DeliveryCode.InvalidSender, "The phone_number_id is not an id.");
        return isId
            ? new ProviderRequest(options.Provider.At(template.Sender, "messages"), _credentials, "application/json", CloudRequest.Write(template))
            : null;
    }

    public DeliveryOutcome Read(ProviderAnswer answer)
    {
        if (answer.IsSuccess) return AnswerOutcomes.Taken(answer, AnswerOutcomes.Read(answer, MessageId));
        var error = AnswerOutcomes.Read(answer, ReadError);
        return error is null ? AnswerOutcomes.ByStatus(answer, DeliveryCode.Rejected, "") : OfError(answer, error);
    }

    private static DeliveryOutcome OfError(ProviderAnswer answer, CloudError error)
    {
        var words = $"{error.Code} {error.Message}";
        return error.Code switch
        {
            // The limit on messages to one person.
            131056 => AnswerOutcomes.Later(DeliveryCode.RateLimited, answer, DeliveryDetail.Redact(words)),
            // Limits on calls and on messages.
            4 or 80007 or 130429 or 131048 => AnswerOutcomes.Outage(DeliveryCode.RateLimited, answer, DeliveryDetail.Redact(words)),
            // Out of order or being maintained, and the message was not taken, whatever the status.
            2 or 131000 or 131016 or 131057 or 133004 => AnswerOutcomes.Outage(DeliveryCode.RejectedTemporarily, answer, DeliveryDetail.Redact(words)),
            // Tokens, permissions, policies and payment: an operator can mend them.
            0 or 3 or 10 or 190 or (>= 200 and <= 299) or 368 or 131005 or 131031 or 131042 =>
                AnswerOutcomes.Outage(DeliveryCode.AuthenticationFailed, answer, DeliveryDetail.Redact(words)),
            var code => AnswerOutcomes.ByStatus(answer, "whatsapp_" + code.ToString(CultureInfo.InvariantCulture), words),
        };
    }

    private static string? MessageId(JsonElement body) =>
        body.TryGetProperty("messages", out var messages) && messages.ValueKind == JsonValueKind.Array && messages.GetArrayLength() > 0
            ? AnswerOutcomes.Text(messages[0], "id")
            : null;

    private static CloudError? ReadError(JsonElement body) =>
        body.TryGetProperty("error", out var error) && AnswerOutcomes.Number(error, "code") is >= 0 and var code
            ? new CloudError(code, AnswerOutcomes.Text(error, "message") ?? "")
            : null;

    private sealed record CloudError(int Code, string Message);
}
