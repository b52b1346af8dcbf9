using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Cadenza.Domain.Delivery;
using Cadenza.Functions.Delivery.Providers;

namespace Cadenza.Functions.Delivery.Twilio;

/// <summary>
/// Twilio's Messages resource, for text messages and for WhatsApp. It knows no idempotency key, so a message whose fate is
/// unknown is not repeated; a request that it answers with 429 was not processed (its error 20429).
/// </summary>
internal sealed class TwilioProvider(TwilioOptions options) : IHttpProvider
{
    private readonly Uri _messages = options.Provider.At("2010-04-01", "Accounts", options.AccountSid, "Messages.json");

    private readonly AuthenticationHeaderValue _credentials =
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.AccountSid}:{options.AuthToken}")));

    public string Name => "twilio";

    public bool IsIdempotent => false;

    public ProviderRequest? Request(OutboundMessage message, out DeliveryOutcome? refusal)
    {
        refusal = null;
        if (message is WhatsAppText { Sender: null } && options.WhatsAppFrom is null && options.From is null)
        {
            refusal = new DeliveryOutcome.PermanentFailure(DeliveryCode.InvalidSender, "No WhatsApp sender is named, and Twilio__WhatsAppFrom is not set.");
            return null;
        }

        var form = message switch
        {
            WhatsAppText text => TwilioForm.Of(text, options.WhatsAppFrom ?? options.From),
            SmsMessage sms => TwilioForm.Of(sms, options.From, options.MessagingServiceSid),
            WhatsAppMessage whatsApp => TwilioForm.Of(whatsApp),
            _ => throw new ArgumentOutOfRangeException(nameof(message), message.GetType().Name, "Not a message for Twilio."),
        };
        var body = string.Join('&', form.Select(field => $"{WebUtility.UrlEncode(field.Key)}={WebUtility.UrlEncode(field.Value)}"));
        return new ProviderRequest(_messages, _credentials, "application/x-www-form-urlencoded", Encoding.ASCII.GetBytes(body));
    }

    public DeliveryOutcome Read(ProviderAnswer answer)
    {
        if (answer.IsSuccess) return ReadTaken(answer);
        var error = AnswerOutcomes.Read(answer, body => new TwilioError(AnswerOutcomes.Number(body, "code") ?? 0, AnswerOutcomes.Text(body, "message") ?? ""));
        var words = error is null ? "" : $"{error.Code} {error.Message}";
        return error?.Code switch
        {
            // Too many requests, and queues that are full: the message was not taken.
            14107 or 20429 or 21611 or 30001 or 63018 => AnswerOutcomes.Outage(DeliveryCode.RateLimited, answer, DeliveryDetail.Redact(words)),
            // Credentials and accounts that are not in order.
            20003 or 20005 or 20006 or 30002 => AnswerOutcomes.Outage(DeliveryCode.AuthenticationFailed, answer, DeliveryDetail.Redact(words)),
            null or <= 0 => AnswerOutcomes.ByStatus(answer, DeliveryCode.Rejected, words),
            { } code => AnswerOutcomes.ByStatus(answer, Code(code), words),
        };
    }

    private static DeliveryOutcome ReadTaken(ProviderAnswer answer)
    {
        var taken = AnswerOutcomes.Read(answer, body => new TwilioMessage(
            AnswerOutcomes.Text(body, "sid"), AnswerOutcomes.Text(body, "status"), AnswerOutcomes.Number(body, "error_code")));
        return taken is { Sid.Length: > 0, Status: "failed" or "undelivered" or "canceled" }
            ? new DeliveryOutcome.PermanentFailure(Code(taken.ErrorCode ?? 0), $"Twilio took the message and gave it up: {taken.Status}.")
            : AnswerOutcomes.Taken(answer, taken?.Sid);
    }

    private static string Code(int code) => code > 0 ? "twilio_" + code.ToString(CultureInfo.InvariantCulture) : DeliveryCode.Rejected;

    private sealed record TwilioError(int Code, string Message);

    private sealed record TwilioMessage(string? Sid, string? Status, int? ErrorCode);
}
