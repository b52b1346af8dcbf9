using Cadenza.Domain.Organizations;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Workflows;

/// <summary>A workflow: what its versions have in common. The same whichever surface made it.</summary>
/// <param name="Id">Names it; stays the same through all versions.</param>
/// <param name="Organization">The organization it belongs to.</param>
/// <param name="Number">Counts the organization's workflows from 1; run ids carry it.</param>
/// <param name="Name">The newest version's name.</param>
/// <param name="Description">The newest version's description.</param>
/// <param name="Status">The status it has.</param>
/// <param name="NewestVersion">The number of the newest version, from 1.</param>
/// <param name="LiveVersion">The version that starts runs, or would if the workflow were not paused; null when none does.</param>
/// <param name="HookSecret">The part of its webhook's address that nobody can guess.</param>
/// <param name="Clock">Stands still while the workflow is paused, so that delays keep their rest.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it last changed.</param>
public sealed record Workflow(
    WorkflowId Id,
    OrganizationId Organization,
    int Number,
    string Name,
    string? Description,
    WorkflowStatus Status,
    int NewestVersion,
    int? LiveVersion,
    string HookSecret,
    ActiveClock Clock,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    /// <summary>What triggers the live version, for finding it; null when there is none.</summary>
    public string? LiveTrigger { get; init; }

    /// <summary>What the newest version is about, for lists (D1): <c>leads</c>; null when its trigger belongs to no module.</summary>
    public string? Module { get; init; }

    /// <summary>Whether the numbered version is the one that starts runs now.</summary>
    public bool IsLive(int version) => Status == WorkflowStatus.Active && LiveVersion == version;
}
