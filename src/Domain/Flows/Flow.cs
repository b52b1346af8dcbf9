namespace Cadenza.Domain.Flows;

/// <summary>A flow: what its versions have in common, and which of them is live (E3).</summary>
/// <param name="Ordinal">Its number in the organization, the numeric id of its first version; never used again.</param>
/// <param name="Slug">Its name for programs.</param>
/// <param name="LatestVersion">The greatest version number there has been.</param>
/// <param name="Versions">Its versions, oldest first.</param>
/// <param name="Activations">The activations, oldest first; see <see cref="UserProgress.AsOf"/>.</param>
/// <param name="CodeSnippet">The snippet that shows the flow, as it was when the flow was created.</param>
/// <param name="CreatedAt">When it was created.</param>
public sealed record Flow(
    long Ordinal,
    string Slug,
    int LatestVersion,
    IReadOnlyList<FlowVersionEntry> Versions,
    IReadOnlyList<Activation> Activations,
    string CodeSnippet,
    DateTimeOffset CreatedAt)
{
    /// <summary>The most versions of a flow.</summary>
    public const int MaxVersions = 200;

    // Who has not been seen for longer than this many activations is treated by the oldest one that is known.
    private const int MaxActivations = 200;

    /// <summary>The version that users get, or null.</summary>
    public FlowVersionEntry? Active => Versions.FirstOrDefault(version => version.Status == FlowStatus.Active);

    /// <summary>The version that is being written, or null.</summary>
    public FlowVersionEntry? Draft => Versions.FirstOrDefault(version => version.Status == FlowStatus.Draft);

    /// <summary>The version that stands for the flow in lists: the live one, else the newest.</summary>
    public FlowVersionEntry Current => Active ?? Versions[^1];

    /// <summary>The number of the newest activation; 0 before the first.</summary>
    public int Epoch => Activations.Count == 0 ? 0 : Activations[^1].Number;

    /// <summary>A new flow, with a draft as its version 1.</summary>
    public static Flow Create(long id, string slug, FlowType type, DateTimeOffset now) =>
        new(id, slug, 1, [new FlowVersionEntry(id, 1, FlowStatus.Draft)], [], Snippet(type, slug), now);

    /// <summary>The version with a numeric id, or null.</summary>
    public FlowVersionEntry? Find(long id) => Versions.FirstOrDefault(version => version.Id == id);

    /// <summary>The flow with one more version, a draft.</summary>
    public Flow WithDraft(long id) => this with
    {
        LatestVersion = LatestVersion + 1,
        Versions = [.. Versions, new FlowVersionEntry(id, LatestVersion + 1, FlowStatus.Draft)],
    };

    /// <summary>The flow with another live version; the one before is archived. The live version itself changes nothing.</summary>
    /// <param name="id">The version to make live.</param>
    /// <param name="behavior">What becomes of the users of the one before.</param>
    public Flow Activate(long id, ArchiveBehavior behavior)
    {
        if (Active?.Id == id) return this;
        return this with
        {
            Versions = [.. Versions.Select(version => version with { Status = StatusAfter(version, id) })],
            Activations = [.. Activations.TakeLast(MaxActivations - 1), new Activation(Epoch + 1, behavior)],
        };
    }

    /// <summary>The flow without a version; null when it was the last.</summary>
    public Flow? Without(long id) => Versions.Count == 1 ? null : this with { Versions = [.. Versions.Where(version => version.Id != id)] };

    private static FlowStatus StatusAfter(FlowVersionEntry version, long activated) =>
        version.Id == activated ? FlowStatus.Active : version.Status == FlowStatus.Active ? FlowStatus.Archived : version.Status;

    private static string Snippet(FlowType type, string slug) => type is FlowType.Custom
        ? $"const {{ flow }} = useFlow(\"{slug}\");"
        : $"<Frigade.{type} flowId=\"{slug}\" />";
}

/// <summary>A version in the list of its flow.</summary>
/// <param name="Id">Its numeric id.</param>
/// <param name="Version">Its version number, from 1.</param>
/// <param name="Status">The status it has.</param>
public sealed record FlowVersionEntry(long Id, int Version, FlowStatus Status);

/// <summary>One activation of a flow.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Behavior">What became of the users of the version before.</param>
public sealed record Activation(int Number, ArchiveBehavior Behavior);
