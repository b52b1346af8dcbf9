using System.Text.Json;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Workflows.Validation;

/// <summary>Checks the names that steps give to events: an event with a control character in one of them is taken nowhere.</summary>
internal static class StepEvents
{
    private const string EmitEvent = "emit_event";

    /// <summary>What is wrong with the names, and where in the settings; null when nothing is.</summary>
    public static (string At, string Message)? Fault(WorkflowStep step)
    {
        string[] members = step.Type switch
        {
            EmitEvent => ["type", "subject"],
            StepTypes.WaitForEvent => ["event_type"],
            _ => [],
        };
        var faulty = Array.Find(members, member => StepSettings.Find(step.Config, member) is { ValueKind: JsonValueKind.String } text && !EventType.IsLine(text.GetString()!));
        return faulty is null ? null : ("/" + faulty, "must not contain control characters");
    }
}
