using System.Text.Json;
using Cadenza.Domain.Flows;
using Cadenza.Domain.Flows.Targeting;
using Cadenza.Functions.Flows.Storage;

namespace Cadenza.Functions.Flows;

/// <summary>A user before the flows of an organization: what is stored of the user, and what targeting sees of it.</summary>
/// <param name="id">The user.</param>
/// <param name="catalog">The flows.</param>
/// <param name="rows">What is stored of the user.</param>
internal sealed class FlowUser(string id, LiveFlows catalog, FlowUserRows rows) : IFlowFacts
{
    private const string GuestPrefix = "guest_";

    /// <summary>The user.</summary>
    public string Id => id;

    /// <summary>The flows.</summary>
    public LiveFlows Catalog => catalog;

    /// <summary>What is stored of the user.</summary>
    public FlowUserRows Rows => rows;

    /// <summary>What targeting sees.</summary>
    /// <param name="group">The group in whose name the user is here; null for none.</param>
    /// <param name="groupId">Its id, known or not.</param>
    /// <param name="url">The page the user looks at, or null.</param>
    /// <param name="now">The current time.</param>
    public TargetingSubject Subject(FlowProfile? group, string? groupId, string? url, DateTimeOffset now) => new(now, id, this)
    {
        IsGuest = id.StartsWith(GuestPrefix, StringComparison.Ordinal),
        Url = url,
        Properties = ValuesOf(rows.Profile?.Profile),
        Events = rows.Profile?.Profile.Events.ToDictionary(StringComparer.Ordinal) ?? [],
        Groups = rows.Profile?.Profile.Groups ?? [],
        GroupId = groupId,
        GroupProperties = ValuesOf(group),
    };

    /// <summary>How far the user is with a flow, as of its activations.</summary>
    public UserProgress ProgressOf(Flow flow) =>
        rows.Progress.TryGetValue(flow.Ordinal, out var stored) ? stored.Progress.AsOf(flow.Activations) : UserProgress.None(flow.Epoch);

    /// <inheritdoc/>
    public ProgressStatus StatusOfFlow(string slug) => Find(slug)?.Status ?? ProgressStatus.NotStarted;

    /// <inheritdoc/>
    public ProgressStatus StatusOfStep(string slug, string stepId) => Find(slug)?.Step(stepId).Status ?? ProgressStatus.NotStarted;

    /// <inheritdoc/>
    public TargetingValue StepData(string slug, string stepId, string key) =>
        Find(slug)?.Step(stepId).Data is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty(key, out var value) ? TargetingValue.From(value) : default;

    /// <inheritdoc/>
    public DateTimeOffset? DoneAt(string slug) => Find(slug) is { IsDone: true } progress ? progress.EndedAt : null;

    /// <summary>The user with other progress in one flow.</summary>
    public FlowUser With(long flow, StoredUserProgress progress) =>
        new(id, catalog, rows with { Progress = new Dictionary<long, StoredUserProgress>(rows.Progress) { [flow] = progress } });

    private UserProgress? Find(string slug) => catalog.BySlug.TryGetValue(slug, out var flow) ? ProgressOf(flow) : null;

    private static Dictionary<string, TargetingValue> ValuesOf(FlowProfile? profile) =>
        profile?.Properties.ToDictionary(property => property.Key, property => TargetingValue.From(property.Value), StringComparer.Ordinal) ?? [];
}
