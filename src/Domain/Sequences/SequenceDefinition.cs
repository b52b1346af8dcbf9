using System.Text.Json.Serialization;
using Cadenza.Domain.Contacts;

namespace Cadenza.Domain.Sequences;

/// <summary>One version of what a sequence does. Never changes once stored, so people in flight keep it (B8).</summary>
/// <param name="Filter">Who it is for; null is everyone.</param>
/// <param name="Steps">What it sends, in order; 1 to 100.</param>
public sealed record SequenceDefinition(ContactsFilter? Filter, IReadOnlyList<SequenceStep> Steps)
{
    /// <summary>The most steps a sequence may have (G6).</summary>
    public const int MaxSteps = 100;

    /// <summary>The longest delay before a step, in minutes: ten years.</summary>
    public const double MaxDelayInMinutes = 5_256_000;
}

/// <summary>One step (B1, B5).</summary>
/// <param name="Action">What is sent.</param>
/// <param name="DelayInMinutes">How long after the previous step, or after enrollment for the first; fractions allowed, null is none.</param>
public sealed record SequenceStep(StepAction Action, double? DelayInMinutes)
{
    /// <summary>The delay as a time span.</summary>
    [JsonIgnore]
    public TimeSpan Delay => TimeSpan.FromMinutes(DelayInMinutes ?? 0);
}
