using System.Text.Json;
using Cadenza.Domain.Flows.Targeting;

namespace Cadenza.Domain.Flows;

/// <summary>What is known of a user or group of the flows (E4).</summary>
/// <param name="Id">The caller's own id of it.</param>
/// <param name="Properties">Its properties: texts, numbers, flags and lists of them.</param>
/// <param name="Events">What it did, by name.</param>
/// <param name="Groups">The groups a user belongs to, oldest first.</param>
/// <param name="Applied">The keys of the changes last made, so that a repeated one is made once.</param>
/// <param name="CreatedAt">When it was first heard of.</param>
/// <param name="ModifiedAt">When it last changed.</param>
public sealed record FlowProfile(
    string Id,
    IReadOnlyDictionary<string, JsonElement> Properties,
    IReadOnlyDictionary<string, UserEventFacts> Events,
    IReadOnlyList<string> Groups,
    IReadOnlyList<string> Applied,
    DateTimeOffset CreatedAt,
    DateTimeOffset ModifiedAt)
{
    /// <summary>The longest id.</summary>
    public const int MaxId = 200;

    /// <summary>The most properties.</summary>
    public const int MaxProperties = 200;

    /// <summary>The most different events.</summary>
    public const int MaxEvents = 200;

    /// <summary>The most groups of a user.</summary>
    public const int MaxGroups = 50;

    private const int MaxApplied = 32;

    /// <summary>One nobody has heard of yet.</summary>
    public static FlowProfile New(string id, DateTimeOffset now) =>
        new(id, new Dictionary<string, JsonElement>(), new Dictionary<string, UserEventFacts>(), [], [], now, now);

    /// <summary>Whether it holds no more than it may.</summary>
    public bool IsWithinLimits => Properties.Count <= MaxProperties && Events.Count <= MaxEvents && Groups.Count <= MaxGroups;

    /// <summary>It after a change; itself when the change was made before.</summary>
    public FlowProfile Apply(ProfileChange change, DateTimeOffset now)
    {
        if (change.Key is { } made && Applied.Contains(made)) return this;
        return this with
        {
            Properties = change.Properties.Count == 0 ? Properties : Changed(Properties, change.Properties),
            Events = change.Events.Count == 0 ? Events : Counted(Events, change.Events, now),
            Groups = change.Group is { } group && !Groups.Contains(group) ? [.. Groups, group] : Groups,
            Applied = change.Key is { } key ? [.. Applied.TakeLast(MaxApplied - 1), key] : Applied,
            ModifiedAt = now,
        };
    }

    private static Dictionary<string, JsonElement> Changed(
        IReadOnlyDictionary<string, JsonElement> before, IReadOnlyDictionary<string, JsonElement> changes)
    {
        var after = new Dictionary<string, JsonElement>(before);
        foreach (var (name, value) in changes)
        {
            if (value.ValueKind == JsonValueKind.Null) after.Remove(name);
            else after[name] = value;
        }

        return after;
    }

    private static Dictionary<string, UserEventFacts> Counted(IReadOnlyDictionary<string, UserEventFacts> before, IReadOnlyList<string> events, DateTimeOffset now)
    {
        var after = new Dictionary<string, UserEventFacts>(before);
        foreach (var name in events)
        {
            after[name] = after.TryGetValue(name, out var seen) ? seen with { Count = seen.Count + 1, LastAt = now } : new UserEventFacts(1, now, now);
        }

        return after;
    }
}

/// <summary>A change of what is known of a user or group.</summary>
/// <param name="Properties">Properties that get another value; JSON null removes one.</param>
/// <param name="Events">What it did, each as often as it is named.</param>
/// <param name="Group">A group it belongs to from now on, or null.</param>
/// <param name="Key">Names the change, so that a repeat of it changes nothing; null for one that is not repeated.</param>
public sealed record ProfileChange(
    IReadOnlyDictionary<string, JsonElement> Properties, IReadOnlyList<string> Events, string? Group, string? Key);
