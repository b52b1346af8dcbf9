using Cadenza.Domain.Flows;
using Cadenza.Domain.Flows.Targeting;

namespace Cadenza.Functions.Flows;

/// <summary>Why a user does not get a flow.</summary>
internal enum Ineligibility
{
    /// <summary>The targeting is not met.</summary>
    TargetingNotMet,

    /// <summary>The user was in the middle of a version that another has replaced, and left.</summary>
    Exited,
}

/// <summary>A flow that a user gets, and how far the user is with it.</summary>
internal sealed record EligibleFlow(LiveFlow Flow, UserProgress Progress, TargetingSubject Subject);

/// <summary>A flow that a user does not get, and why.</summary>
/// <param name="Flow">The flow.</param>
/// <param name="Why">Why the user does not get it.</param>
/// <param name="Expression">The part of the targeting that is not met, or null.</param>
internal sealed record IneligibleFlow(LiveFlow Flow, Ineligibility Why, string? Expression);

/// <summary>Which flows a user gets, and which not (E4).</summary>
internal sealed record FlowStates(IReadOnlyList<EligibleFlow> Eligible, IReadOnlyList<IneligibleFlow> Ineligible)
{
    /// <summary>Sorts the live flows of an organization for a user. Those that are not to be shown (<c>active</c> false) are in neither list.</summary>
    public static FlowStates Of(FlowUser user, TargetingSubject subject)
    {
        var eligible = new List<EligibleFlow>();
        var ineligible = new List<IneligibleFlow>();
        foreach (var flow in user.Catalog.Live)
        {
            if (!flow.Version.IsShown) continue;
            var progress = user.ProgressOf(flow.Flow);
            if (flow.Targeting.WhyNot(subject) is { } expression) ineligible.Add(new IneligibleFlow(flow, Ineligibility.TargetingNotMet, expression));
            else if (progress.IsExited) ineligible.Add(new IneligibleFlow(flow, Ineligibility.Exited, null));
            else eligible.Add(new EligibleFlow(flow, progress, subject));
        }

        return new FlowStates(eligible, ineligible);
    }
}
