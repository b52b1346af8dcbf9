using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Platform.Http.Pipeline;

/// <summary>The id by which a request is found in the log: the caller's own if it is sane, else a new one.</summary>
internal static class RequestId
{
    /// <summary>The header it comes and goes in.</summary>
    public const string Header = "x-request-id";

    private const int MaxLength = 128;

    // Nothing that could break out of a log line or a header.
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:/+=-");

    /// <summary>Chooses the request's id; afterwards it is the context's TraceIdentifier and a response header.</summary>
    public static string Assign(HttpContext context)
    {
        var given = context.Request.Headers[Header];
        var id = given.Count == 1 && IsSane(given[0]) ? given[0]! : Guid.NewGuid().ToString("N");
        context.TraceIdentifier = id;
        context.Response.Headers[Header] = id;
        return id;
    }

    private static bool IsSane(string? id) =>
        id is { Length: > 0 and <= MaxLength } && !id.AsSpan().ContainsAnyExcept(Allowed);
}
