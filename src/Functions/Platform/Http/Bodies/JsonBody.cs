using System.Buffers;
using System.IO.Pipelines;
using Cadenza.Functions.Platform.Http.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Cadenza.Functions.Platform.Http.Bodies;

/// <summary>Reads a request's JSON body: type, size, syntax and content, each with its own refusal.</summary>
/// <remarks>
/// <code>
/// var body = await JsonBody.ReadAsync(request, CreateSequence.Read, cancellation);
/// if (body.Problem is { } problem) return problem;
/// var create = body.Value;
/// </code>
/// </remarks>
internal static class JsonBody
{
    /// <summary>The largest body that is read, in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Reads an object with <paramref name="read"/>; members nobody asked for are ignored.</summary>
    public static ValueTask<Parsed<T>> ReadAsync<T>(HttpRequest request, Func<JsonFields, T> read, CancellationToken cancellation) =>
        ReadAsync(request, Json.Object(read), cancellation);

    /// <summary>Reads a body of any JSON kind with <paramref name="read"/>.</summary>
    public static async ValueTask<Parsed<T>> ReadAsync<T>(HttpRequest request, JsonReader<T> read, CancellationToken cancellation)
    {
        if (Unsupported(request) is { } unsupported) return Parsed<T>.Refused(unsupported);
        if (request.ContentLength > MaxBytes) return Parsed<T>.Refused(Problem.TooLarge(MaxBytes));
        var pipe = request.BodyReader;
        while (true)
        {
            var part = await pipe.ReadAsync(cancellation);
            if (part.Buffer.Length > MaxBytes)
            {
                pipe.AdvanceTo(part.Buffer.End);
                return Parsed<T>.Refused(Problem.TooLarge(MaxBytes));
            }

            if (part.IsCompleted) return ReadWhole(pipe, part.Buffer, read);
            pipe.AdvanceTo(part.Buffer.Start, part.Buffer.End);
        }
    }

    private static Parsed<T> ReadWhole<T>(PipeReader pipe, ReadOnlySequence<byte> body, JsonReader<T> read)
    {
        try
        {
            return JsonSyntax.Read(body.IsSingleSegment ? body.First : body.ToArray(), read);
        }
        finally
        {
            pipe.AdvanceTo(body.End);
        }
    }

    private static Problem? Unsupported(HttpRequest request)
    {
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && encoding != "identity")
            return Problem.UnsupportedMediaType("A body with a Content-Encoding is not read; send it as it is.");
        return IsJson(request.ContentType)
            ? null
            : Problem.UnsupportedMediaType("Send the body as 'Content-Type: application/json', in UTF-8.");
    }

    private static bool IsJson(string? contentType)
    {
        if (string.Equals(contentType, "application/json", StringComparison.Ordinal)) return true;
        return MediaTypeHeaderValue.TryParse(contentType, out var type)
            && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
                || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
            && (type.Charset.Length == 0 || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
    }
}
