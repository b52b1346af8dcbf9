using Cadenza.LocalHost.Worker;

namespace Cadenza.LocalHost.Http;

/// <summary>Finds HTTP functions that the host would refuse because another one has their route.</summary>
internal static class RouteConflicts
{
    public static void Report(IEnumerable<HostedFunction> functions, ICollection<string> faults)
    {
        var seen = new List<(HostedFunction Function, HttpFunctionTrigger Http)>();
        foreach (var function in functions)
        {
            if (function.Trigger is not HttpFunctionTrigger http) continue;
            if (seen.Find(other => Conflict(other.Http, http)) is { Function: { } other })
                faults.Add($"Function '{function.Name}': its route '{http.Template}' and a method of it are taken by '{other.Name}'.");
            seen.Add((function, http));
        }
    }

    private static bool Conflict(HttpFunctionTrigger one, HttpFunctionTrigger other) =>
        string.Equals(one.Template, other.Template, StringComparison.OrdinalIgnoreCase)
        && (one.Methods is null || other.Methods is null || one.Methods.Intersect(other.Methods, StringComparer.OrdinalIgnoreCase).Any());
}
