using Cadenza.Domain.Flows;
using Cadenza.Domain.Flows.Targeting;

namespace Cadenza.Functions.Flows;

/// <summary>A flow with the version that users get, made ready: rules parsed, data encoded.</summary>
/// <param name="Flow">The flow.</param>
/// <param name="Version">Its live version.</param>
/// <param name="Number">The version's number.</param>
/// <param name="Targeting">Who sees it.</param>
/// <param name="Steps">Its steps.</param>
/// <param name="Data">Its data, as JSON in UTF-8.</param>
internal sealed record LiveFlow(
    Flow Flow, FlowVersion Version, int Number, TargetingRule Targeting, IReadOnlyList<FlowStep> Steps, ReadOnlyMemory<byte> Data)
{
    /// <summary>Makes a stored version ready.</summary>
    /// <exception cref="InvalidDataException">What is stored was not checked when it was written.</exception>
    public static LiveFlow Of(Flow flow, FlowVersion version)
    {
        var data = Yaml.FlowData.OfStored(version.Data);
        var steps = FlowSteps.Read(data.Element(), []);
        if (!TargetingRule.TryParse(version.TargetingLogic, out var rule, out var fault)) throw new InvalidDataException("Stored targeting " + fault.Message);
        return new LiveFlow(flow, version, flow.Find(version.Id)!.Version, rule, steps, data.Encoded);
    }

    /// <summary>How far a user is, from what is stored of it.</summary>
    public UserProgress ProgressOf(UserProgress? stored) => stored?.AsOf(Flow.Activations) ?? UserProgress.None(Flow.Epoch);

    /// <summary>The steps that count for a subject, and those whose criteria are met.</summary>
    public FlowStepPlan PlanFor(TargetingSubject subject) => new(
        [.. Steps.Where(step => step.Visibility.Matches(subject)).Select(step => step.Id)], Version.Completion)
    {
        Met = Steps.Where(step => step.Completion?.Matches(subject) == true).Select(step => step.Id).ToHashSet(StringComparer.Ordinal),
    };
}
