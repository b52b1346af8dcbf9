using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.Problems;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Platform.Idempotency;

/// <summary>The header by which a client says that two POSTs are the same one (G5).</summary>
internal static class IdempotencyKey
{
    /// <summary>The name of the header.</summary>
    public const string Header = "Idempotency-Key";

    private const int MaxLength = 255;

    /// <summary>The key of a request that has the header.</summary>
    public static Parsed<string> Of(HttpRequest request)
    {
        var values = request.Headers[Header];
        return values is [{ Length: > 0 and <= MaxLength } key] && !key.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? Parsed<string>.Of(key)
            : Parsed<string>.Refused(Problem.InvalidHeader(Header, $"must be given once, with 1 to {MaxLength} ASCII characters"));
    }
}
