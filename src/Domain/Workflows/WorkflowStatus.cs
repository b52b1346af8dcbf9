namespace Cadenza.Domain.Workflows;

/// <summary>Where a workflow stands in its life. Stored and shown, so the names never change.</summary>
public enum WorkflowStatus
{
    /// <summary>Nothing starts; it was never activated, or was deactivated.</summary>
    Draft,

    /// <summary>Its live version starts runs.</summary>
    Active,

    /// <summary>Nothing starts and no run takes a further step, until it is resumed.</summary>
    Paused,

    /// <summary>It has done what it was for; nothing starts any more.</summary>
    Completed,

    /// <summary>Given up for good: nothing starts and no run takes a further step.</summary>
    Cancelled,
}
