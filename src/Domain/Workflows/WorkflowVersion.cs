using System.Text.Json;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Workflows;

/// <summary>One version of a workflow. It never changes, but for its name and description where a surface renames in place (C1).</summary>
/// <param name="Workflow">The workflow.</param>
/// <param name="Number">Counts the workflow's versions from 1.</param>
/// <param name="Serial">Counts the versions of all workflows of the organization: a later one is greater (A3).</param>
/// <param name="Content">The content.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was last renamed, or made.</param>
public sealed record WorkflowVersion(
    WorkflowId Workflow, int Number, int Serial, WorkflowContent Content, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>What a version says. A new version begins with the one before it and differs in what was changed (A2).</summary>
/// <param name="Name">At least one character.</param>
/// <param name="Description">Free text, or null.</param>
/// <param name="Trigger">What starts runs.</param>
/// <param name="Constraints">A JSON Logic rule that must hold (A9); null when there is none.</param>
/// <param name="Filters">Conditions that must hold (D2), as they were given; null when there are none.</param>
/// <param name="Graph">The steps.</param>
/// <param name="EditorState">What a visual editor keeps; means nothing here.</param>
public sealed record WorkflowContent(
    string Name,
    string? Description,
    WorkflowTrigger Trigger,
    JsonElement? Constraints,
    JsonElement? Filters,
    WorkflowGraph Graph,
    JsonElement? EditorState);

/// <summary>What starts runs of a version.</summary>
/// <param name="Type">The type, normalized (<see cref="EventType"/>): <c>contact_created</c>, <c>manual_trigger</c>.</param>
/// <param name="Configuration">Its settings, as they were given: <c>{"cron": "0 9 * * MON", "timezone": "Europe/Paris"}</c>; null when there are none.</param>
public sealed record WorkflowTrigger(string Type, JsonElement? Configuration);
