using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Platform.Http.Bodies;

/// <summary>Reads a body that may be left out altogether.</summary>
internal static class OptionalBody
{
    /// <summary>What the body says, or <paramref name="absent"/> where the request has none.</summary>
    public static async ValueTask<Parsed<T>> ReadAsync<T>(HttpRequest request, JsonReader<T> read, T absent, CancellationToken cancellation)
    {
        var isAbsent = request.ContentLength is null or 0 && request.Headers.TransferEncoding.Count == 0;
        return isAbsent ? Parsed<T>.Of(absent) : await JsonBody.ReadAsync(request, read, cancellation);
    }
}
