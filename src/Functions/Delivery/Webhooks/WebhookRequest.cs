using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Cadenza.Functions.Delivery.Webhooks;

/// <summary>One webhook to be sent.</summary>
/// <param name="Method">The method.</param>
/// <param name="Address">Where to; see <see cref="TryParseAddress"/>.</param>
/// <param name="Id">The value of <c>webhook-id</c>: the same each time the same thing is sent, so that the receiver can tell.</param>
/// <param name="Timestamp">The time of the attempt.</param>
internal sealed record WebhookRequest(HttpMethod Method, Uri Address, string Id, DateTimeOffset Timestamp)
{
    /// <summary>The body; null for none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>What the body is.</summary>
    public string MediaType { get; init; } = "application/json";

    /// <summary>Signs the request; null leaves it unsigned.</summary>
    public WebhookSecret? Secret { get; init; }

    /// <summary>Further headers, as <see cref="WebhookHeaders"/> allows them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Reads an address that a webhook can be sent to: absolute, http or https, with a host and without a user.</summary>
    public static bool TryParseAddress(string? text, [NotNullWhen(true)] out Uri? address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address)
        && text!.Length <= 2000
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
        && address.Host.Length > 0
        && address.UserInfo.Length == 0;
}

/// <summary>What came of a webhook.</summary>
internal abstract record WebhookOutcome
{
    private WebhookOutcome()
    {
    }

    /// <summary>The receiver answered.</summary>
    /// <param name="Status">The status.</param>
    /// <param name="Body">The answer's text, up to <see cref="WebhookClient.MaxAnswer"/> bytes of it.</param>
    /// <param name="IsWhole">Whether that is all of it.</param>
    /// <param name="MediaType">What the answer says it is, or null.</param>
    /// <param name="RetryAfter">How long it asks to wait, or null.</param>
    public sealed record Answered(HttpStatusCode Status, string Body, bool IsWhole, string? MediaType, TimeSpan? RetryAfter) : WebhookOutcome
    {
        /// <summary>Whether the receiver took it.</summary>
        public bool IsSuccess => (int)Status is >= 200 and < 300;

        /// <summary>Whether it asks for another attempt: 408, 425, 429 and 5xx.</summary>
        public bool IsTemporary => (int)Status is 408 or 425 or 429 or >= 500;
    }

    /// <summary>There was no answer.</summary>
    /// <param name="Code">Why: <see cref="WebhookCodes"/>.</param>
    /// <param name="Message">A sentence, which names neither address nor content.</param>
    /// <param name="IsTemporary">Whether another attempt may help.</param>
    public sealed record Failed(string Code, string Message, bool IsTemporary) : WebhookOutcome;
}

/// <summary>The frozen codes of webhooks that were not answered, or not with success.</summary>
internal static class WebhookCodes
{
    /// <summary>The address, or what its name stands for, is not one of the public internet.</summary>
    public const string AddressRefused = "address_refused";

    /// <summary>No connection: refused, unreachable, or the name not found.</summary>
    public const string ConnectFailed = "connect_failed";

    /// <summary>The connection could not be secured.</summary>
    public const string SecurityFailed = "security_failed";

    /// <summary>The connection broke before the answer was complete.</summary>
    public const string ConnectionLost = "connection_lost";

    /// <summary>No whole answer in time.</summary>
    public const string TimedOut = "timed_out";

    /// <summary>The receiver sends on to another address, which is not followed.</summary>
    public const string Redirected = "redirected";

    /// <summary>The receiver asks for fewer requests (429).</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>The receiver is out of order (408, 425, 5xx).</summary>
    public const string ReceiverFailed = "receiver_failed";

    /// <summary>The receiver refused (4xx).</summary>
    public const string Rejected = "rejected";

    /// <summary>The code of an answer that is no success.</summary>
    public static string Of(HttpStatusCode status) => (int)status switch
    {
        429 => RateLimited,
        408 or 425 or >= 500 => ReceiverFailed,
        >= 300 and < 400 => Redirected,
        _ => Rejected,
    };
}
