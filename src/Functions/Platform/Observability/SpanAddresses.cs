using System.Diagnostics;

namespace Cadenza.Functions.Platform.Observability;

/// <summary>
/// Takes out of spans what addresses hold besides hosts: the tokens of webhooks, incoming and outgoing, people's ids and links,
/// and the keys of rows.
/// </summary>
internal static class SpanAddresses
{
    /// <summary>Of a request to the app its route stays, which is a template.</summary>
    public static void HideIncoming(Activity span)
    {
        span.SetTag("url.path", null);
        span.SetTag("url.query", null);
    }

    /// <summary>Of a request by the app the host stays.</summary>
    /// <param name="span">The request's span.</param>
    /// <param name="address">Where it goes.</param>
    public static void HideOutgoing(Activity span, Uri? address) =>
        span.SetTag("url.full", address is { IsAbsoluteUri: true } ? address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) + "/…" : null);
}
