using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace Cadenza.Functions.Tests.Deployment;

/// <summary>
/// Finds the function of a request as the Functions host does (seen in its version 4.1037): it tries routes in the order of
/// the functions' names, case ignored, and the first whose path and method match wins, however literal another one is.
/// </summary>
internal sealed class HostRoutes
{
    private readonly List<Route> _routes = [];

    public HostRoutes(IEnumerable<BuiltFunction> functions)
    {
        using var services = new ServiceCollection().AddLogging().AddRouting().BuildServiceProvider();
        var constraints = services.GetRequiredService<IInlineConstraintResolver>();
        foreach (var function in functions.OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase))
            if (function.Http is { } http)
                _routes.Add(new Route(function.Name, TemplateParser.Parse(http.Route ?? function.Name), http.Methods ?? [], constraints));
    }

    /// <summary>The function that gets a request, or null.</summary>
    public string? Find(string method, string path) => _routes.Find(route => route.Matches(method, path))?.Function;

    private sealed class Route(string function, RouteTemplate template, IReadOnlyList<string> methods, IInlineConstraintResolver resolver)
    {
        private readonly TemplateMatcher _path = new(template, []);

        private readonly List<(string Name, IRouteConstraint Constraint)> _constraints =
        [
            .. from parameter in template.Parameters
               from constraint in parameter.InlineConstraints
               select (parameter.Name!, resolver.ResolveConstraint(constraint.Constraint)!),
        ];

        public string Function => function;

        public bool Matches(string method, string path)
        {
            var values = new RouteValueDictionary();
            return (methods.Count == 0 || methods.Contains(method, StringComparer.OrdinalIgnoreCase))
                && _path.TryMatch(new PathString(path), values)
                && _constraints.TrueForAll(rule => rule.Constraint.Match(null, null, rule.Name, values, RouteDirection.IncomingRequest));
        }
    }
}
