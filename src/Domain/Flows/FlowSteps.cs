using System.Text.Json;
using Cadenza.Domain.Flows.Targeting;

namespace Cadenza.Domain.Flows;

/// <summary>A step of a flow, as far as the server acts on it.</summary>
/// <param name="Id">Its id; <c>step-1</c> and so on where the data gives none.</param>
/// <param name="Visibility">Who sees it: <c>visibilityCriteria</c>.</param>
/// <param name="Start">Who may begin it: <c>startCriteria</c>.</param>
/// <param name="Completion">For whom it counts as completed without a word: <c>completionCriteria</c>; null for nobody.</param>
public sealed record FlowStep(string Id, TargetingRule Visibility, TargetingRule Start, TargetingRule? Completion);

/// <summary>Finds the steps in the data of a flow.</summary>
public static class FlowSteps
{
    /// <summary>The most steps of a flow.</summary>
    public const int MaxSteps = 200;

    /// <summary>The longest id of a step.</summary>
    public const int MaxId = 100;

    /// <summary>Reads the steps; data without <c>steps</c> has none.</summary>
    /// <param name="data">The data as JSON.</param>
    /// <param name="faults">Takes what is wrong, as the rest of a sentence about the data.</param>
    public static IReadOnlyList<FlowStep> Read(JsonElement data, ICollection<string> faults)
    {
        if (data.ValueKind != JsonValueKind.Object || !data.TryGetProperty("steps", out var steps) || steps.ValueKind == JsonValueKind.Null) return [];
        if (steps.ValueKind != JsonValueKind.Array)
        {
            faults.Add("has 'steps' that are no list");
            return [];
        }

        if (steps.GetArrayLength() > MaxSteps)
        {
            faults.Add($"has more than {MaxSteps} steps");
            return [];
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var read = new List<FlowStep>();
        foreach (var step in steps.EnumerateArray())
        {
            var place = $"steps[{read.Count}]";
            read.Add(ReadStep(step, place, $"step-{read.Count + 1}", faults));
            if (!seen.Add(read[^1].Id)) faults.Add($"has the step id '{read[^1].Id}' twice, at {place} again");
        }

        return read;
    }

    private static FlowStep ReadStep(JsonElement step, string place, string usual, ICollection<string> faults)
    {
        if (step.ValueKind != JsonValueKind.Object)
        {
            faults.Add($"has a {place} that is no mapping");
            return new FlowStep(usual, TargetingRule.Everyone, TargetingRule.Everyone, null);
        }

        var id = step.TryGetProperty("id", out var given) ? TargetingValue.From(given).AsText() : usual;
        if (id is not { Length: > 0 and <= MaxId }) faults.Add($"has an id at {place} that is not a text of 1 to {MaxId} characters");
        return new FlowStep(
            id ?? usual,
            Rule(step, "visibilityCriteria", place, faults) ?? TargetingRule.Everyone,
            Rule(step, "startCriteria", place, faults) ?? TargetingRule.Everyone,
            Rule(step, "completionCriteria", place, faults));
    }

    private static TargetingRule? Rule(JsonElement step, string member, string place, ICollection<string> faults)
    {
        if (!step.TryGetProperty(member, out var given) || given.ValueKind == JsonValueKind.Null) return null;
        if (given.ValueKind != JsonValueKind.String) faults.Add($"has a {place}.{member} that is no text");
        else if (string.IsNullOrWhiteSpace(given.GetString())) return null;
        else if (TargetingRule.TryParse(given.GetString(), out var rule, out var fault)) return rule;
        else faults.Add($"has a {place}.{member} that {fault.Message}");
        return null;
    }
}
