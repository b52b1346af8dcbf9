namespace Cadenza.Domain.Flows.Targeting;

/// <summary>Who is asked about: all that an expression can look at.</summary>
/// <param name="now">The current time.</param>
/// <param name="userId">The user.</param>
/// <param name="flows">How the user stands in flows.</param>
public sealed class TargetingSubject(DateTimeOffset now, string userId, IFlowFacts flows)
{
    private static readonly Dictionary<string, TargetingValue> NoProperties = [];
    private static readonly Dictionary<string, UserEventFacts> NoEvents = [];

    /// <summary>The current time.</summary>
    public TargetingValue Now { get; } = TargetingValue.Of(now);

    /// <summary>The user's id.</summary>
    public string UserId { get; } = userId;

    /// <summary>How the user stands in flows.</summary>
    public IFlowFacts Flows { get; } = flows;

    /// <summary>Whether the user is not known by a name of the caller's own.</summary>
    public bool IsGuest { get; init; }

    /// <summary>The address of the page the user looks at, or null.</summary>
    public string? Url { get; init; }

    /// <summary>The user's properties.</summary>
    public Dictionary<string, TargetingValue> Properties { get; init; } = NoProperties;

    /// <summary>What the user has done, by name.</summary>
    public Dictionary<string, UserEventFacts> Events { get; init; } = NoEvents;

    /// <summary>The group in whose name the user is here, or null.</summary>
    public string? GroupId { get; init; }

    /// <summary>The properties of that group.</summary>
    public Dictionary<string, TargetingValue> GroupProperties { get; init; } = NoProperties;

    /// <summary>The groups the user belongs to.</summary>
    public IReadOnlyCollection<string> Groups { get; init; } = [];
}

/// <summary>How often a user did something.</summary>
/// <param name="Count">How often.</param>
/// <param name="FirstAt">When first.</param>
/// <param name="LastAt">When last.</param>
public sealed record UserEventFacts(long Count, DateTimeOffset FirstAt, DateTimeOffset LastAt);

/// <summary>How a user stands in flows, for <c>user.flow('…')</c> and its kin.</summary>
public interface IFlowFacts
{
    /// <summary>The user's status in a flow, NOT_STARTED for one that does not exist.</summary>
    ProgressStatus StatusOfFlow(string slug);

    /// <summary>The user's status in a step of a flow.</summary>
    ProgressStatus StatusOfStep(string slug, string stepId);

    /// <summary>What the user entered in a step under a name, or nothing.</summary>
    TargetingValue StepData(string slug, string stepId, string key);

    /// <summary>When the user completed or skipped a flow, or null.</summary>
    DateTimeOffset? DoneAt(string slug);
}
