using Microsoft.AspNetCore.Http;

namespace Cadenza.LocalHost.Http;

/// <summary>Brings a request to the app, which answers it.</summary>
internal interface IRequestForwarder
{
    /// <summary>Completes when the app has answered.</summary>
    /// <param name="http">The request, with its invocation's id in its headers.</param>
    /// <param name="cancellation">Cancelled when no answer will come, or nobody waits for it.</param>
    /// <returns>Whether the app took the request for a function of its own.</returns>
    Task<bool> ForwardAsync(HttpContext http, CancellationToken cancellation);
}
