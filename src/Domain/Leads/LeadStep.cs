using System.Text.Json;
using Cadenza.Domain.Workflows;

namespace Cadenza.Domain.Leads;

/// <summary>What the settings of a node say.</summary>
public static class LeadStep
{
    /// <summary>The condition of a decision: its member <c>condition</c> where there is one, else the settings themselves.</summary>
    public static JsonElement ConditionOf(WorkflowStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Config.ValueKind == JsonValueKind.Object && step.Config.TryGetProperty("condition", out var condition) ? condition : step.Config;
    }

    /// <summary>A setting that is a text with something in it, or null.</summary>
    public static string? Text(JsonElement config, string name) =>
        config.ValueKind == JsonValueKind.Object
        && config.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text
            ? text
            : null;
}
