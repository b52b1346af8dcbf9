using Cadenza.Domain.Flows;

namespace Cadenza.Functions.Flows;

/// <summary>A version of a flow together with its flow.</summary>
/// <param name="Flow">The flow.</param>
/// <param name="Version">The version.</param>
internal sealed record FlowView(Flow Flow, FlowVersion Version)
{
    /// <summary>Where the version stands in its flow.</summary>
    public FlowVersionEntry Entry => Flow.Find(Version.Id)!;
}

/// <summary>Why an edit of flows is refused.</summary>
internal enum FlowRefusal
{
    /// <summary>There is no such flow or version.</summary>
    NotFound,

    /// <summary>Another flow has the slug.</summary>
    SlugTaken,

    /// <summary>The flow has a draft already.</summary>
    DraftExists,

    /// <summary>The flow has as many versions as it can.</summary>
    TooManyVersions,

    /// <summary>The version is live.</summary>
    IsActive,

    /// <summary>The version is not the one that If-Match asks for.</summary>
    Changed,
}

/// <summary>What came of an edit: a view, or why not.</summary>
/// <param name="View">The version afterwards; null when the edit is refused.</param>
/// <param name="Refusal">Why it is refused; null when it is not.</param>
/// <param name="IsChanged">Whether anything changed.</param>
internal sealed record FlowEdit(FlowView? View, FlowRefusal? Refusal, bool IsChanged = true)
{
    /// <summary>It is refused.</summary>
    public static FlowEdit Refused(FlowRefusal why) => new(null, why, IsChanged: false);

    /// <summary>It was made.</summary>
    public static FlowEdit Made(Flow flow, FlowVersion version, bool isChanged = true) => new(new FlowView(flow, version), null, isChanged);
}
