using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cadenza.LocalHost.Http;

/// <summary>
/// Finds the function of a request as Azure does: functions are tried in the order of their names, and the first whose
/// path, constraints and method fit answers, however literal another one's path is.
/// </summary>
internal sealed class HttpRoutes(IEnumerable<HttpRoute> routes)
{
    private static readonly PathString Admin = "/admin";

    private readonly HttpRoute[] _routes = [.. routes.OrderBy(route => route.Function.Function.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>The function's route, with its values put into <paramref name="values"/>; null when no function answers.</summary>
    public HttpRoute? Find(HttpContext http, RouteValueDictionary values)
    {
        if (http.Request.Path.StartsWithSegments(Admin, StringComparison.OrdinalIgnoreCase)) return null;
        foreach (var route in _routes)
            if (route.Matches(http, values))
                return route;
        return null;
    }
}
