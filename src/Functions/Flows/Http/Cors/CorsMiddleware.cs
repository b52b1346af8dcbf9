using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Cadenza.Functions.Flows.Http.Cors;

/// <summary>
/// Lets scripts of other origins call <c>/v1/public</c>, and nothing else (E4). It stands before authentication, so that a
/// script can read refusals too, and answers preflight requests itself: they carry no key. Those reach it because the
/// catch-all function takes every method of every path, here and under the Functions host.
/// </summary>
internal sealed class CorsMiddleware(CorsOptions options) : IFunctionsWorkerMiddleware
{
    private const string PublicPath = "/v1/public";
    private const string Exposed = "x-request-id, ETag, Retry-After, RateLimit, RateLimit-Policy, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Idempotent-Replayed";
    private const int MaxHeaders = 1000;

    private static readonly SearchValues<char> HeaderNames =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_, ");

    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http || !http.Request.Path.StartsWithSegments(PublicPath, StringComparison.OrdinalIgnoreCase)) return next(context);
        var headers = http.Response.Headers;
        // What is answered depends on the origin, unless every one gets the same.
        if (!options.IsAny) headers.Append("Vary", "Origin");
        if (http.Request.Headers.Origin is not [{ Length: > 0 } origin] || !options.Allows(origin)) return next(context);
        headers.AccessControlAllowOrigin = options.IsAny ? "*" : origin;
        var wanted = http.Request.Headers.AccessControlRequestMethod;
        if (!HttpMethods.IsOptions(http.Request.Method) || wanted.Count == 0)
        {
            headers.AccessControlExposeHeaders = Exposed;
            return next(context);
        }

        headers.AccessControlAllowMethods = "GET, POST";
        headers.AccessControlAllowHeaders = AllowedHeaders(http.Request.Headers.AccessControlRequestHeaders.ToString());
        headers.AccessControlMaxAge = "86400";
        context.GetInvocationResult().Value = TypedResults.NoContent();
        return Task.CompletedTask;
    }

    // No cookie plays a part here, so a script may send what headers it likes; only their names must be names.
    private static string AllowedHeaders(string asked) => asked.Length is > 0 and <= MaxHeaders && !asked.AsSpan().ContainsAnyExcept(HeaderNames)
        ? asked
        : "Authorization, Content-Type, Idempotency-Key, x-request-id";
}
