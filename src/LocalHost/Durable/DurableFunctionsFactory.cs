using Cadenza.LocalHost.Functions;

namespace Cadenza.LocalHost.Durable;

/// <summary>Gives the engine the app's orchestrators and activities, each behind the app's middleware.</summary>
internal static class DurableFunctionsFactory
{
    public static DurableFunctions Create(IEnumerable<LocalFunction> functions, FunctionPipeline pipeline, IServiceProvider services)
    {
        var durable = new DurableFunctions();
        foreach (var function in functions)
        {
            if (function.Trigger is OrchestrationFunctionTrigger orchestration)
                durable.Orchestrators.Add(orchestration.Name, context => RunAsync(new Invocation(function, services, context, CancellationToken.None), pipeline));
            else if (function.Trigger is ActivityFunctionTrigger activity)
                durable.Activities.Add(activity.Name, (instanceId, input, cancellation) => RunAsync(new Invocation(function, services, new ActivityCall(instanceId, input), cancellation), pipeline));
        }

        return durable;
    }

    /// <summary>Reports durable functions that would answer to one name.</summary>
    public static void ReportConflicts(IEnumerable<LocalFunction> functions, ICollection<string> faults)
    {
        foreach (var same in functions.Where(function => NameOf(function) is not null).GroupBy(NameOf, StringComparer.OrdinalIgnoreCase))
            foreach (var other in same.Skip(1))
                faults.Add($"Function '{other.Name}' ({other.EntryPoint}): {same.Key} is already taken by '{same.First().Name}' ({same.First().EntryPoint}).");
    }

    private static string? NameOf(LocalFunction function) => function.Trigger switch
    {
        OrchestrationFunctionTrigger orchestration => $"orchestration '{orchestration.Name}'",
        ActivityFunctionTrigger activity => $"activity '{activity.Name}'",
        _ => null,
    };

    // No ConfigureAwait: an orchestrator must stay on the engine's scheduler.
    private static async Task<object?> RunAsync(Invocation invocation, FunctionPipeline pipeline)
    {
        try
        {
            await pipeline.RunAsync(invocation);
            return invocation.Result.Value;
        }
        finally
        {
            await invocation.DisposeAsync();
        }
    }
}
