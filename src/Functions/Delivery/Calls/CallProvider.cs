using System.Net.Http.Headers;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Expressions;
using Cadenza.Functions.Delivery.Providers;

namespace Cadenza.Functions.Delivery.Calls;

/// <summary>
/// A provider of phone calls that speaks our protocol (docs/providers.md). It makes one call an <c>Idempotency-Key</c>, so a
/// request whose fate is unknown is simply sent again.
/// </summary>
internal sealed class CallProvider(CallOptions options) : IHttpProvider
{
    private const int MaxCode = 50;

    private readonly Uri _calls = options.Provider.At("calls");

    public string Name => "calls";

    /// <summary>Who we are, or null.</summary>
    public AuthenticationHeaderValue? Credentials { get; } = options.Token is null ? null : new("Bearer", options.Token);

    public bool IsIdempotent => true;

    public ProviderRequest? Request(OutboundMessage message, out DeliveryOutcome? refusal)
    {
        refusal = null;
        var call = (PhoneCall)message;
        return new ProviderRequest(_calls, Credentials, "application/json", CallRequest.Write(call), call.IdempotencyKey);
    }

    public DeliveryOutcome Read(ProviderAnswer answer)
    {
        if (answer.IsSuccess) return AnswerOutcomes.Taken(answer, AnswerOutcomes.Read(answer, body => AnswerOutcomes.Text(body, "id")));
        var error = AnswerOutcomes.Read(answer, body => new CallError(AnswerOutcomes.Text(body, "code"), AnswerOutcomes.Text(body, "message") ?? ""));
        return (int)answer.Status == 409
            ? AnswerOutcomes.Later(DeliveryCode.RejectedTemporarily, answer, "409 A request with this key is under way.")
            : AnswerOutcomes.ByStatus(answer, Code(error?.Code), error?.Message ?? "");
    }

    /// <summary>Where a call is asked about; null when its id cannot be a part of an address.</summary>
    public Uri? Question(string callId) => callId is "." or ".." ? null : options.Provider.At("calls", callId);

    /// <summary>What an answer says of a call that has ended, else null.</summary>
    public static CallResult? ReadResult(ProviderAnswer answer) => !answer.IsSuccess ? null : AnswerOutcomes.Read(answer, body =>
        AnswerOutcomes.Text(body, "status") is { } status && CallResult.Outcomes.TryGetValue(status, out var outcome)
            ? new CallResult(outcome, Value.From(body))
            : null);

    private static string Code(string? code) =>
        code is { Length: > 0 and <= MaxCode } && code.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '_')
            ? "call_" + code
            : DeliveryCode.Rejected;

    private sealed record CallError(string? Code, string Message);
}
