using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Platform.Http.Replies;

/// <summary>An answer that nobody on the way may keep, because it holds a secret.</summary>
internal sealed class UncachedResult(IResult result) : IResult, IStatusCodeHttpResult
{
    /// <inheritdoc/>
    public int? StatusCode => (result as IStatusCodeHttpResult)?.StatusCode;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.CacheControl = "no-store";
        return result.ExecuteAsync(httpContext);
    }
}
