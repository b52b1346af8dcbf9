using System.Text.Json;
using Cadenza.Domain.Catalog.Schemas;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Workflows;

/// <summary>Why a person or an agent cannot start a run of a workflow; a test run is not asked.</summary>
public enum ExecutionRefusal
{
    /// <summary>Something else starts it.</summary>
    NotManual,

    /// <summary>No version is live.</summary>
    NotActive,

    /// <summary>It is paused: resumed, it can be executed.</summary>
    Paused,
}

/// <summary>Whether a run starts at the word of a person or an agent (A5, A8).</summary>
public static class WorkflowExecution
{
    private const string InputSchema = "input_schema";

    /// <summary>What stands in the way of a run of a version; null when nothing does.</summary>
    /// <param name="workflow">The workflow.</param>
    /// <param name="version">The version that would be run: the live one, or the newest where none is live.</param>
    public static ExecutionRefusal? Refusal(Workflow workflow, WorkflowVersion version)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        ArgumentNullException.ThrowIfNull(version);
        if (version.Content.Trigger.Type is not (EventType.Manual or EventType.Agent)) return ExecutionRefusal.NotManual;
        if (workflow.IsLive(version.Number)) return null;
        return workflow.Status == WorkflowStatus.Paused ? ExecutionRefusal.Paused : ExecutionRefusal.NotActive;
    }

    /// <summary>What is wrong with the input by the trigger's <c>input_schema</c>; empty when nothing is, or when there is none that can be read.</summary>
    public static IReadOnlyList<SchemaFault> InputFaults(WorkflowTrigger trigger, JsonElement input)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        return trigger.Configuration is { ValueKind: JsonValueKind.Object } configuration
            && configuration.TryGetProperty(InputSchema, out var source)
            && JsonSchema.TryCompile(source, out var schema, out _)
                ? schema.Check(input)
                : [];
    }
}
