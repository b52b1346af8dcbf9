using Cadenza.Domain.Workflows;

namespace Cadenza.Functions.Workflows;

/// <summary>Whoever stands still while a workflow is paused or inactive, besides its runs, and goes on with it.</summary>
internal interface IWorkflowFollower
{
    /// <summary>Notes, before the change is stored, that there will be somebody to wake: should this process die behind the change, the sweep does it.</summary>
    /// <returns>Wakes them now, once the change is stored, and settles the note.</returns>
    Task<Func<CancellationToken, Task>> PrepareAsync(Workflow changed, CancellationToken cancellation);
}
