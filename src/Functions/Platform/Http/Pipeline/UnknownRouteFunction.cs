using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Routes;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Platform.Http.Pipeline;

/// <summary>
/// Takes what no other function takes, so that a wrong path is answered with problem details instead of the host's own
/// page; by its name it is the last that the host tries. The host also sends it a known path with a method that path does
/// not take: 405 then, with Allow.
/// </summary>
internal sealed class UnknownRouteFunction(RouteTable routes)
{
    /// <summary>404, or 405 for a known path.</summary>
    [Function(AnonymousFunctions.UnknownRoute)]
    public IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request)
    {
        var methods = routes.MethodsOf(request.Path);
        return methods.Length == 0 ? Problem.UnknownRoute() : Problem.MethodNotAllowed(request.Method, methods);
    }
}
