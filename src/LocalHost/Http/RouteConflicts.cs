using Cadenza.LocalHost.Functions;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Cadenza.LocalHost.Http;

/// <summary>Finds HTTP functions that would answer the same requests.</summary>
internal static class RouteConflicts
{
    private const string EveryMethod = "*";

    public static void Report(IEnumerable<LocalFunction> functions, ICollection<string> faults)
    {
        foreach (var sameRoute in functions.Where(function => function.Trigger is HttpFunctionTrigger).GroupBy(Shape, StringComparer.OrdinalIgnoreCase))
        {
            var taken = new Dictionary<string, LocalFunction>(StringComparer.Ordinal);
            foreach (var function in sameRoute)
            {
                if (MethodsOf(function).Select(method => Owner(taken, method)).FirstOrDefault(owner => owner is not null) is { } other)
                    faults.Add($"Function '{function.Name}' ({function.EntryPoint}): its route '{Http(function).Route.RawText}' and a method of it are taken by '{other.Name}' ({other.EntryPoint}).");
                foreach (var method in MethodsOf(function)) taken.TryAdd(method, function);
            }
        }
    }

    private static HttpFunctionTrigger Http(LocalFunction function) => (HttpFunctionTrigger)function.Trigger;

    private static IReadOnlyList<string> MethodsOf(LocalFunction function) => Http(function).Methods ?? [EveryMethod];

    // A function for every method and one for some methods can share a route: the server prefers the more specific.
    private static LocalFunction? Owner(Dictionary<string, LocalFunction> taken, string method) => taken.GetValueOrDefault(method);

    // Two templates that differ in parameter names alone match the same paths.
    private static string Shape(LocalFunction function) => string.Join('/', Http(function).Route.PathSegments.Select(segment => string.Concat(segment.Parts.Select(Shape))));

    private static string Shape(RoutePatternPart part) => part switch
    {
        RoutePatternParameterPart parameter => $"{{{(parameter.IsCatchAll ? "*" : "")}{string.Concat(parameter.ParameterPolicies.Select(policy => $":{policy.Content}"))}{(parameter.IsOptional ? "?" : "")}}}",
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        _ => throw new NotSupportedException($"Unknown part of a route: {part.PartKind}."),
    };
}
