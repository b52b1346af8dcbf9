using System.Text.Json;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Workflows;

/// <summary>Which events the runs of a workflow may come to wait for.</summary>
public static class AwaitedEvents
{
    /// <summary>Stands for every type: a step whose type is known only when a run gets there.</summary>
    public const string AnyType = "*";

    /// <summary>The types that steps of a graph wait for, normalized, each once.</summary>
    public static IReadOnlyList<string> Of(WorkflowGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return [.. graph.Steps.Where(step => step.Type == StepTypes.WaitForEvent).Select(TypeOf).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    private static string? TypeOf(WorkflowStep step) =>
        StepSettings.Find(step.Config, "event_type") is not { ValueKind: JsonValueKind.String } text ? null
        : text.GetString()!.Contains("{{", StringComparison.Ordinal) ? AnyType
        : EventType.Normalize(text.GetString()!);
}
