namespace Cadenza.LocalHost.Http;

/// <summary>Keys under which an HTTP invocation leaves things in the context's items.</summary>
internal static class HttpItems
{
    /// <summary>The request's <c>HttpContext</c>; the key the official middleware uses.</summary>
    public const string HttpContext = "HttpRequestContext";
}
