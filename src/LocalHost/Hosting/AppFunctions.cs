using Cadenza.LocalHost.Durable;
using Cadenza.LocalHost.Functions;

namespace Cadenza.LocalHost.Hosting;

/// <summary>The app's functions and how host.json wants them run.</summary>
internal sealed record AppFunctions(IReadOnlyList<LocalFunction> Functions, HostJson Host)
{
    /// <summary>Whether any function is an orchestrator or activity or takes their client.</summary>
    public bool UseDurable => Functions.Any(function =>
        function.Trigger is OrchestrationFunctionTrigger or ActivityFunctionTrigger
        || function.InputBindings.Values.Any(binding => binding.Type == "durableClient"));
}
