using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace Cadenza.Functions.Http.Platform.Routes;

/// <summary>The paths of an assembly's HTTP functions and the methods each takes.</summary>
internal sealed class RouteTable
{
    private readonly List<(TemplateMatcher Path, IReadOnlyList<string> Methods)> _routes = [];

    /// <summary>Reads the attributes of every function in <paramref name="assembly"/>, catch-alls left out.</summary>
    public RouteTable(Assembly assembly)
    {
        foreach (var route in HttpRoute.Of(assembly))
        {
            if (route.Template.Contains("{*", StringComparison.Ordinal)) continue;
            _routes.Add((new TemplateMatcher(TemplateParser.Parse(route.Template), []), route.Methods));
        }
    }

    /// <summary>The methods that <paramref name="path"/> takes, as an Allow header lists them; empty for an unknown path.</summary>
    public string MethodsOf(PathString path) => string.Join(
        ", ",
        _routes
            .Where(route => route.Path.TryMatch(path, new RouteValueDictionary()))
            .SelectMany(route => route.Methods)
            .Select(method => method.ToUpperInvariant())
            .Distinct()
            .Order(StringComparer.Ordinal));
}
