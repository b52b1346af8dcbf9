using Cadenza.Domain.Workflows;

namespace Cadenza.Functions.Workflows.Storage;

/// <summary>A workflow that starts runs when something of a type happens.</summary>
/// <param name="Workflow">The workflow.</param>
/// <param name="Number">Its number.</param>
/// <param name="Version">Its live version.</param>
internal sealed record WorkflowListener(WorkflowId Workflow, int Number, int Version);

/// <summary>Who cares for events of a type.</summary>
/// <param name="Workflows">The active workflows that they start.</param>
/// <param name="IsAwaited">Whether runs may come to wait for them.</param>
internal sealed record TypeListeners(IReadOnlyList<WorkflowListener> Workflows, bool IsAwaited)
{
    /// <summary>Nobody.</summary>
    public static TypeListeners None { get; } = new([], IsAwaited: false);

    /// <summary>Whether anybody does.</summary>
    public bool IsWanted => Workflows.Count > 0 || IsAwaited;
}
