using System.Globalization;
using Cadenza.Functions.Platform.Http.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Cadenza.Functions.Platform.Security.Rates;

/// <summary>Holds every key to its rate and tells it where it stands (G6); runs after authentication.</summary>
/// <remarks>
/// The headers are RateLimit-Limit, RateLimit-Remaining and RateLimit-Reset, which clients know from the drafts up to 07 of
/// draft-ietf-httpapi-ratelimit-headers, and RateLimit-Policy and RateLimit as the drafts since 08 have them.
/// </remarks>
internal sealed class RateLimitMiddleware(RateCounters counters) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http || http.Features.Get<Caller>() is not { } caller) return next(context);
        if (counters.Take(caller.KeyId) is not { } rate) return next(context);
        Tell(http.Response.Headers, rate);
        if (!rate.Exceeded) return next(context);
        context.GetInvocationResult().Value = Problem.TooManyRequests(rate.ResetSeconds);
        return Task.CompletedTask;
    }

    private static void Tell(IHeaderDictionary headers, Rate rate)
    {
        headers["RateLimit-Limit"] = rate.Limit.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Remaining"] = rate.Remaining.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Reset"] = rate.ResetSeconds.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"minute\";q={rate.Limit};w={RateCounters.Window.TotalSeconds}");
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"minute\";r={rate.Remaining};t={rate.ResetSeconds}");
    }
}
