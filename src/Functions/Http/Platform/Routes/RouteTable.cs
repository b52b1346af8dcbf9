using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Http.Platform.Routes;

/// <summary>The paths of an assembly's HTTP functions and the methods each takes.</summary>
internal sealed class RouteTable
{
    private readonly List<(TemplateMatcher Path, string[] Methods)> _routes = [];

    /// <summary>Reads the attributes of every function in <paramref name="assembly"/>, catch-alls left out.</summary>
    public RouteTable(Assembly assembly)
    {
        foreach (var trigger in HttpTriggers(assembly))
        {
            if (trigger.Route is not { } route || route.Contains("{*", StringComparison.Ordinal)) continue;
            _routes.Add((new TemplateMatcher(TemplateParser.Parse(route), []), trigger.Methods ?? []));
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

    private static IEnumerable<HttpTriggerAttribute> HttpTriggers(Assembly assembly) =>
        from type in assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where method.IsDefined(typeof(FunctionAttribute))
        from parameter in method.GetParameters()
        from trigger in parameter.GetCustomAttributes<HttpTriggerAttribute>()
        select trigger;
}
