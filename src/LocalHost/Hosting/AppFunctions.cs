using System.Text.Json;
using Cadenza.LocalHost.Http;
using Cadenza.LocalHost.Queues;
using Cadenza.LocalHost.Timers;
using Cadenza.LocalHost.Worker;
using Cadenza.LocalHost.Worker.Protocol;

namespace Cadenza.LocalHost.Hosting;

/// <summary>Reads the functions that a worker lists. What this host does not support is refused by name.</summary>
internal sealed class AppFunctions(HostSettings settings, DateTimeOffset now)
{
    private const string HttpOutput = "http";

    /// <summary>The app's functions; a line in <paramref name="faults"/> for each thing that is wrong with one.</summary>
    public IReadOnlyList<HostedFunction> Read(IEnumerable<RpcFunctionMetadata> listed, ICollection<string> faults)
    {
        List<HostedFunction> functions = [];
        foreach (var metadata in listed)
            if (Read(metadata, fault => faults.Add($"Function '{metadata.Name}': {fault}")) is { } function)
                functions.Add(function);
        foreach (var twins in functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase).Where(twins => twins.Count() > 1))
            faults.Add($"Function '{twins.Last().Name}': its name is taken by another function.");
        RouteConflicts.Report(functions, faults);
        ReportDurableConflicts(functions, faults);
        return functions;
    }

    private HostedFunction? Read(RpcFunctionMetadata metadata, Action<string> fault)
    {
        try
        {
            var bindings = metadata.RawBindings.Select(BindingJson.Parse).ToArray();
            if (metadata.RetryOptions is not null) fault("retry policies are not supported.");
            foreach (var other in bindings.Where(binding => !binding.IsTrigger && !binding.Is("durableClient") && !binding.Is(HttpOutput)))
                fault($"bindings of type '{other.Type}' are not supported.");
            if (bindings.Where(binding => binding.IsTrigger).ToArray() is not [var trigger])
            {
                fault("it must have one trigger.");
                return null;
            }

            var disabled = settings.IsDisabled(metadata.Name);
            // A disabled function keeps its route, which then answers 404; nothing else of it is looked at.
            if (disabled && !trigger.Is("httpTrigger")) return null;
            var clients = bindings.Where(binding => binding.Is("durableClient")).Select(binding => new DurableClientBinding(binding.Name, binding.Text("taskHub"), binding.Text("connectionName")));
            return Trigger(metadata.Name, trigger, fault) is { } read ? new HostedFunction(metadata.FunctionId, metadata.Name, read, [.. clients]) { IsDisabled = disabled } : null;
        }
        catch (JsonException malformed)
        {
            fault($"its bindings are not JSON: {malformed.Message}");
            return null;
        }
    }

    private FunctionTrigger? Trigger(string function, BindingJson binding, Action<string> fault)
    {
        if (binding.Is("httpTrigger")) return HttpFunctionTrigger.Read(function, binding, settings.Host.RoutePrefix, fault);
        if (binding.Is("queueTrigger")) return QueueFunctionTrigger.Read(binding, settings.Names, settings.Storage, fault);
        if (binding.Is("timerTrigger")) return TimerFunctionTrigger.Read(binding, settings.Names, now, fault);
        if (binding.Is("orchestrationTrigger")) return new OrchestrationTrigger(binding.Name, binding.Text("orchestration") ?? function);
        if (binding.Is("activityTrigger")) return new ActivityTrigger(binding.Name, binding.Text("activity") ?? function);
        fault($"triggers of type '{binding.Type}' are not supported.");
        return null;
    }

    private static void ReportDurableConflicts(IEnumerable<HostedFunction> functions, ICollection<string> faults)
    {
        foreach (var same in functions.Where(function => DurableName(function) is not null).GroupBy(DurableName, StringComparer.OrdinalIgnoreCase))
            foreach (var other in same.Skip(1))
                faults.Add($"Function '{other.Name}': {same.Key} is already taken by '{same.First().Name}'.");
    }

    private static string? DurableName(HostedFunction function) => function.Trigger switch
    {
        OrchestrationTrigger orchestration => $"orchestration '{orchestration.Name}'",
        ActivityTrigger activity => $"activity '{activity.Name}'",
        _ => null,
    };
}
