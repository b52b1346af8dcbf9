using System.Text.Json;
using Cadenza.Domain.Delivery;

namespace Cadenza.Functions.Delivery.Providers;

/// <summary>What an answer means when the provider's own codes say no more.</summary>
internal static class AnswerOutcomes
{
    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 16 };

    /// <summary>The outcome by the status alone, for an answer other than 2xx.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="code">The code of a refusal for good.</param>
    /// <param name="words">What the provider said, in its own words.</param>
    public static DeliveryOutcome ByStatus(ProviderAnswer answer, string code, string words)
    {
        var status = (int)answer.Status;
        var detail = DeliveryDetail.Redact($"{status} {words}");
        return status switch
        {
            429 => Outage(DeliveryCode.RateLimited, answer, detail),
            // What the provider thinks of our credentials says nothing of the message, and an operator can mend it.
            401 or 403 or 407 => Outage(DeliveryCode.AuthenticationFailed, answer, detail),
            408 or 425 or 503 => Outage(DeliveryCode.RejectedTemporarily, answer, detail),
            >= 400 and < 500 => new DeliveryOutcome.PermanentFailure(code, detail),
            // It broke while it had the message: nobody can tell how far it got.
            >= 500 => new DeliveryOutcome.Unknown(DeliveryCode.ProviderFailed, detail),
            // Somebody else answers at this address, which an operator can mend.
            _ => Outage(DeliveryCode.MalformedAnswer, answer, detail),
        };
    }

    /// <summary>Certainly not sent, for a reason that the one recipient or message gave; to be tried again.</summary>
    public static DeliveryOutcome Later(string code, ProviderAnswer answer, string detail) =>
        new DeliveryOutcome.TemporaryFailure(code, detail, answer.RetryAfter);

    /// <summary>Certainly not sent, for a reason that holds for any message; to be tried again.</summary>
    public static DeliveryOutcome Outage(string code, ProviderAnswer answer, string detail) =>
        new DeliveryOutcome.TemporaryFailure(code, detail, answer.RetryAfter) { IsOutage = true };

    /// <summary>The provider says that it took the message, but not in the words its documentation has for it.</summary>
    public static DeliveryOutcome Malformed(ProviderAnswer answer) => new DeliveryOutcome.Unknown(
        DeliveryCode.MalformedAnswer, $"{(int)answer.Status} with a body that does not say what became of the message.");

    /// <summary>The outcome of a message that the provider named, or of one that it did not.</summary>
    public static DeliveryOutcome Taken(ProviderAnswer answer, string? id) =>
        id is { Length: > 0 and <= 500 } ? new DeliveryOutcome.Sent(id) : Malformed(answer);

    /// <summary>What <paramref name="read"/> finds in the body's JSON object; null when the body is none, or too long.</summary>
    public static T? Read<T>(ProviderAnswer answer, Func<JsonElement, T?> read)
        where T : class
    {
        if (answer.Body is null) return null;
        try
        {
            using var document = JsonDocument.Parse(answer.Body, Shallow);
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // Not JSON, or a text in it has half a character: the status is all there is to go by.
            return null;
        }
    }

    /// <summary>A member that is a string, or null.</summary>
    public static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String
            ? member.GetString()
            : null;

    /// <summary>A member that is a whole number, or null.</summary>
    public static int? Number(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member)
        && member.ValueKind == JsonValueKind.Number && member.TryGetInt32(out var number)
            ? number
            : null;
}
