using Cadenza.Domain.Workflows;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Workflows.Definitions;

/// <summary>A workflow together with one of its versions, as it is shown.</summary>
/// <param name="Stored">The workflow.</param>
/// <param name="Version">The version.</param>
internal sealed record WorkflowView(StoredWorkflow Stored, WorkflowVersion Version)
{
    public Workflow Workflow => Stored.Workflow;

    /// <summary>Whether the version is the one that starts runs now.</summary>
    public bool IsActive => Workflow.IsLive(Version.Number);
}
