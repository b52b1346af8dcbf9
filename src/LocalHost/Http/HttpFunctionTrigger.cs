using Cadenza.LocalHost.Worker;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Cadenza.LocalHost.Http;

/// <summary>Started by a request that matches its route and methods.</summary>
/// <param name="Parameter">The parameter that gets the request.</param>
/// <param name="Template">The route, without the prefix of host.json.</param>
/// <param name="Methods">Null for every method.</param>
/// <param name="IsAnonymous">Whether a request needs no key of the host.</param>
internal sealed record HttpFunctionTrigger(string Parameter, string Template, IReadOnlyList<string>? Methods, bool IsAnonymous) : FunctionTrigger(Parameter)
{
    private static readonly string[] Reserved = ["admin", "runtime"];

    /// <summary>Reads the binding; null, with a fault, when it cannot be served.</summary>
    public static HttpFunctionTrigger? Read(string function, BindingJson binding, string prefix, Action<string> fault)
    {
        var template = (binding.Text("route") ?? function).Trim('/');
        if (Array.Find(Reserved, word => template.StartsWith(word, StringComparison.OrdinalIgnoreCase)) is { } reserved)
        {
            fault($"its route '{template}' begins with '{reserved}', which belongs to the host.");
            return null;
        }

        if (Fault(prefix.Length == 0 ? template : $"{prefix}/{template}") is { } wrong)
        {
            fault($"its route '{template}' {wrong}");
            return null;
        }

        var methods = binding.Texts("methods");
        // Without a level the host asks for a function's key; only the word lifts that.
        return new HttpFunctionTrigger(binding.Name, template, methods is { Count: > 0 } ? methods : null, string.Equals(binding.Text("authLevel"), "anonymous", StringComparison.OrdinalIgnoreCase));
    }

    private static string? Fault(string route)
    {
        try
        {
            return RouteConstraints.Fault(RoutePatternFactory.Parse(route)) is { } fault ? $"has a faulty constraint: {fault}" : null;
        }
        catch (RoutePatternException fault)
        {
            return $"is malformed: {fault.Message}";
        }
    }
}
