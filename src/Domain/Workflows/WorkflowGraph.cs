using System.Text.Json;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Workflows;

/// <summary>
/// The steps of a version and the ways between them. Blocks, action lists and node-and-edge graphs are notations of it.
/// </summary>
/// <param name="Steps">The steps, in the order of the notation they came in.</param>
/// <param name="Edges">The ways, in the order in which they are tried.</param>
/// <param name="Entry">The step that runs begin with; null when there are no steps.</param>
public sealed record WorkflowGraph(IReadOnlyList<WorkflowStep> Steps, IReadOnlyList<WorkflowEdge> Edges, string? Entry)
{
    /// <summary>The most steps of a version (G6).</summary>
    public const int MaxSteps = 500;

    /// <summary>No steps.</summary>
    public static WorkflowGraph Empty { get; } = new([], [], null);
}

/// <summary>A step.</summary>
/// <param name="Id">Names it within the version; later steps read its output by this name.</param>
/// <param name="Type">What it does, normalized (<see cref="EventType.Normalize"/>): <c>if_else</c>, <c>send_email</c>.</param>
/// <param name="Name">What people call it, or null.</param>
/// <param name="Config">Its settings, with placeholders not filled in: a JSON object.</param>
/// <param name="Place">Where it stands in a block notation; null at the top level, and in free graphs.</param>
/// <param name="Extra">Members of its notation that mean nothing to the engine, kept to be shown; a JSON object, or null.</param>
public sealed record WorkflowStep(string Id, string Type, string? Name, JsonElement Config, BranchPlace? Place = null, JsonElement? Extra = null);

/// <summary>In which branch of which step another step stands.</summary>
/// <param name="Parent">The id of the step that branches.</param>
/// <param name="Branch">The branch: <c>then</c>, <c>else</c>.</param>
public sealed record BranchPlace(string Parent, string Branch);

/// <summary>A way from one step to another.</summary>
/// <param name="From">The step that is left.</param>
/// <param name="To">The step that comes next.</param>
/// <param name="Label">The outcome it is taken for (<see cref="StepLabels"/>); null for any. The first way that fits is taken.</param>
public sealed record WorkflowEdge(string From, string To, string? Label = null);

/// <summary>The outcomes that ways are labeled with. Compared without regard to case.</summary>
public static class StepLabels
{
    /// <summary>A condition holds.</summary>
    public const string True = "true";

    /// <summary>A condition does not hold.</summary>
    public const string False = "false";

    /// <summary>An action was done; also what a wait ends with.</summary>
    public const string Success = "success";

    /// <summary>An action failed for good. Without a way of this label the run fails, unless the step says to continue.</summary>
    public const string Failure = "failure";

    /// <summary>The event that was waited for came.</summary>
    public const string Event = "event";

    /// <summary>It did not come in time.</summary>
    public const string Timeout = "timeout";
}
