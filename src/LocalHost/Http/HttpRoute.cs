using Cadenza.LocalHost.Worker;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace Cadenza.LocalHost.Http;

/// <summary>The way to one HTTP function: its template, constraints and methods.</summary>
internal sealed class HttpRoute
{
    private readonly TemplateMatcher _template;
    private readonly KeyValuePair<string, IRouteConstraint>[] _constraints;
    private readonly string? _firstSegment;
    private readonly IReadOnlyList<string>? _methods;

    public HttpRoute(FunctionInvoker function, HttpFunctionTrigger trigger, string prefix)
    {
        var text = prefix.Length == 0 ? trigger.Template : $"{prefix}/{trigger.Template}";
        var template = TemplateParser.Parse(text);
        _template = new TemplateMatcher(template, Defaults(template));
        _constraints = Constraints(template, text);
        _firstSegment = template.Segments is [{ IsSimple: true, Parts: [{ IsLiteral: true, Text: { } literal }] }, ..] ? literal : null;
        (Function, IsAnonymous, _methods) = (function, trigger.IsAnonymous, trigger.Methods);
    }

    public FunctionInvoker Function { get; }

    /// <summary>Whether a request needs no key of the host.</summary>
    public bool IsAnonymous { get; }

    /// <summary>Whether its function is switched off.</summary>
    public bool IsDisabled => Function.Function.IsDisabled;

    /// <summary>Whether the function answers this request; its route's values are then in <paramref name="values"/>, which must be empty.</summary>
    public bool Matches(HttpContext http, RouteValueDictionary values)
    {
        var path = http.Request.Path;
        if (!BeginsAlike(path.Value) || !HasMethod(http.Request.Method)) return false;
        if (_template.TryMatch(path, values) && (_constraints.Length == 0 || Holds(http, values))) return true;
        values.Clear();
        return false;
    }

    // Most routes of an app differ in their first word, and to look at that is a fraction of the cost of matching.
    private bool BeginsAlike(string? path)
    {
        if (_firstSegment is null) return true;
        var rest = path.AsSpan().TrimStart('/');
        return rest.StartsWith(_firstSegment, StringComparison.OrdinalIgnoreCase) && (rest.Length == _firstSegment.Length || rest[_firstSegment.Length] == '/');
    }

    private bool HasMethod(string method)
    {
        if (_methods is null) return true;
        for (var i = 0; i < _methods.Count; i++)
            if (string.Equals(_methods[i], method, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    private bool Holds(HttpContext http, RouteValueDictionary values)
    {
        foreach (var (name, constraint) in _constraints)
            if (!constraint.Match(http, null, name, values, RouteDirection.IncomingRequest))
                return false;
        return true;
    }

    private static RouteValueDictionary Defaults(RouteTemplate template)
    {
        var defaults = new RouteValueDictionary();
        foreach (var parameter in template.Parameters)
            if (parameter.DefaultValue is { } value)
                defaults[parameter.Name!] = value;
        return defaults;
    }

    private static KeyValuePair<string, IRouteConstraint>[] Constraints(RouteTemplate template, string text)
    {
        var builder = new RouteConstraintBuilder(RouteConstraints.Resolver, text);
        foreach (var parameter in template.Parameters)
        {
            if (parameter.IsOptional) builder.SetOptional(parameter.Name!);
            foreach (var constraint in parameter.InlineConstraints) builder.AddResolvedConstraint(parameter.Name!, constraint.Constraint);
        }

        return [.. builder.Build()];
    }
}
