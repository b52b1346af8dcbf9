using System.Net;
using System.Text.Json;

namespace Cadenza.TestKit.Apps;

/// <summary>An answer of the app.</summary>
/// <param name="Request">Method and path, for messages.</param>
/// <param name="Status">The status.</param>
/// <param name="Text">The body as it came.</param>
public sealed record ApiAnswer(string Request, HttpStatusCode Status, string Text)
{
    /// <summary>The body as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>The body as JSON, of an answer that must be a success.</summary>
    /// <exception cref="HttpRequestException">It is not; the message has the whole answer.</exception>
    public JsonElement Success() => (int)Status is >= 200 and < 300
        ? Json
        : throw new HttpRequestException($"{Request} was answered {(int)Status}: {Text}", null, Status);
}
