using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cadenza.Functions.Platform.Http.Routes;

/// <summary>The paths of an assembly's HTTP functions and the methods each takes.</summary>
internal sealed class RouteTable
{
    private static readonly DefaultInlineConstraintResolver Constraints = CreateResolver();

    private readonly List<KnownRoute> _routes = [];

    /// <summary>Reads the attributes of every function in <paramref name="assembly"/>, catch-alls left out.</summary>
    public RouteTable(Assembly assembly)
    {
        foreach (var route in HttpRoute.Of(assembly))
        {
            if (route.Template.Contains("{*", StringComparison.Ordinal)) continue;
            var template = TemplateParser.Parse(route.Template);
            var constraints = template.Parameters.SelectMany(parameter => parameter.InlineConstraints.Select(constraint =>
                KeyValuePair.Create(parameter.Name!, Constraints.ResolveConstraint(constraint.Constraint)!)));
            _routes.Add(new KnownRoute(new TemplateMatcher(template, []), [.. constraints], route.Methods));
        }
    }

    /// <summary>The methods that <paramref name="path"/> takes, as an Allow header lists them; empty for an unknown path.</summary>
    public string MethodsOf(PathString path) => string.Join(
        ", ",
        _routes
            .Where(route => route.Matches(path))
            .SelectMany(route => route.Methods)
            .Select(method => method.ToUpperInvariant())
            .Distinct()
            .Order(StringComparer.Ordinal));

    private static DefaultInlineConstraintResolver CreateResolver()
    {
        var options = new RouteOptions();
        options.SetParameterPolicy<RegexInlineRouteConstraint>("regex");
        return new DefaultInlineConstraintResolver(Options.Create(options), new ServiceCollection().BuildServiceProvider());
    }

    private sealed record KnownRoute(TemplateMatcher Path, IReadOnlyList<KeyValuePair<string, IRouteConstraint>> Constraints, IReadOnlyList<string> Methods)
    {
        public bool Matches(PathString path)
        {
            var values = new RouteValueDictionary();
            return Path.TryMatch(path, values)
                && Constraints.All(constraint => constraint.Value.Match(null, null, constraint.Key, values, RouteDirection.IncomingRequest));
        }
    }
}
