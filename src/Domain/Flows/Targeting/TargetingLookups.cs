namespace Cadenza.Domain.Flows.Targeting;

/// <summary>Something that can be looked up.</summary>
/// <param name="Path">How it is written before the parenthesis: <c>user.property</c>.</param>
/// <param name="Parameters">What each of its arguments is, in words.</param>
/// <param name="Member">What is written behind the parentheses: <c>count</c>; null when nothing is.</param>
/// <param name="Of">How it is looked up, for its arguments.</param>
internal sealed record LookupName(string Path, string[] Parameters, string? Member, Func<string[], Func<TargetingSubject, TargetingValue>> Of)
{
    /// <summary>Whether it can stand where a condition is expected.</summary>
    public bool IsCondition { get; init; } = true;

    /// <summary>The words it can be compared with, without their ending; none where they are not fixed.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The ending of those words: <c>_FLOW</c>.</summary>
    public string Ending { get; init; } = "";

    /// <summary>How it is written: <c>user.event('…').count</c>.</summary>
    public string Usage => $"{Path}({string.Join(", ", Parameters.Select(_ => "'…'"))}){(Member is null ? "" : "." + Member)}";
}

/// <summary>All that can be looked up (E5).</summary>
internal static class TargetingLookups
{
    private static readonly TargetingValue[] FlowEnumNames = [.. ProgressStatusNames.All.Select(word => TargetingValue.Of(word + "_FLOW"))];
    private static readonly TargetingValue[] StepWords = [.. ProgressStatusNames.All.Select(word => TargetingValue.Of(word + "_STEP"))];

    private static readonly LookupName[] All =
    [
        new("user.property", ["property"], null, a => Property(a[0])),
        new("user.propertyContains", ["property", "part"], null, a => PropertyContains(a[0], TargetingValue.Of(a[1]))),
        new("user.event", ["event"], "count", a => subject => TargetingValue.Of(subject.Events.TryGetValue(a[0], out var seen) ? seen.Count : 0d)),
        new("user.event", ["event"], "firstAt", a => subject => subject.Events.TryGetValue(a[0], out var seen) ? TargetingValue.Of(seen.FirstAt) : default),
        new("user.event", ["event"], "lastAt", a => subject => subject.Events.TryGetValue(a[0], out var seen) ? TargetingValue.Of(seen.LastAt) : default),
        new("user.flow", ["flow"], null, a => subject => FlowEnumNames[(int)subject.Flows.StatusOfFlow(a[0])]) { IsCondition = false, Words = ProgressStatusNames.All, Ending = "_FLOW" },
        new("user.flowStep", ["flow", "step"], null, a => subject => StepWords[(int)subject.Flows.StatusOfStep(a[0], a[1])]) { IsCondition = false, Words = ProgressStatusNames.All, Ending = "_STEP" },
        new("user.flowStepData", ["flow", "step", "field"], null, a => subject => subject.Flows.StepData(a[0], a[1], a[2])),
        new("user.daysSinceFlowDone", ["flow"], null, a => DaysSince(a[0])) { IsCondition = false },
        new("user.currentUrl", [], null, _ => subject => TargetingValue.Of(subject.Url)) { IsCondition = false },
        new("user.memberOfGroup", ["group"], null, a => subject => TargetingValue.Of(subject.Groups.Contains(a[0]))),
        new("user.isGuest", [], null, _ => subject => TargetingValue.Of(subject.IsGuest)),
        new("user.id", [], null, _ => subject => TargetingValue.Of(subject.UserId)) { IsCondition = false },
        new("group.property", ["property"], null, a => subject => subject.GroupProperties.GetValueOrDefault(a[0])),
        new("group.id", [], null, _ => subject => TargetingValue.Of(subject.GroupId)) { IsCondition = false },
        new("now", [], null, _ => subject => subject.Now) { IsCondition = false },
    ];

    private static readonly ILookup<string, LookupName> ByPath = All.ToLookup(name => name.Path, StringComparer.Ordinal);

    /// <summary>How everything is written, for people.</summary>
    public static string Usages { get; } = string.Join(", ", All.Select(name => name.Usage));

    /// <summary>What has this path, with each member it can have; empty when nothing has.</summary>
    public static IReadOnlyList<LookupName> Find(string path) => [.. ByPath[path]];

    private static Func<TargetingSubject, TargetingValue> Property(string name) =>
        subject => subject.Properties.TryGetValue(name, out var value) ? value : default;

    private static Func<TargetingSubject, TargetingValue> PropertyContains(string name, TargetingValue part) =>
        subject => TargetingValue.Of(TargetingComparison.Contains(subject.Properties.GetValueOrDefault(name), part));

    private static Func<TargetingSubject, TargetingValue> DaysSince(string slug) => subject =>
        subject.Flows.DoneAt(slug) is { } done ? TargetingValue.Of(Math.Floor((subject.Now.Time - done).TotalDays)) : default;
}
