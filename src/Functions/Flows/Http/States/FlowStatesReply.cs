using System.ComponentModel;
using System.Text.Json.Serialization;
using Cadenza.Domain.Flows;

namespace Cadenza.Functions.Flows.Http.States;

/// <summary>Which flows a user gets, on the wire (E4).</summary>
internal sealed record FlowStatesReply(
    [Description("The flows that the user gets, in the order of their creation.")] IReadOnlyList<EligibleFlowReply> EligibleFlows,
    [Description("The live flows that the user does not get, and why.")] IReadOnlyList<IneligibleFlowReply> IneligibleFlows)
{
    /// <summary>The states as they are answered.</summary>
    /// <param name="states">The states.</param>
    /// <param name="isPublic">Whether the answer is for a public key, which learns nothing of how a flow is targeted.</param>
    public static FlowStatesReply Of(FlowStates states, bool isPublic) => new(
        [.. states.Eligible.Select(EligibleFlowReply.Of)],
        [.. states.Ineligible.Select(flow => IneligibleFlowReply.Of(flow, isPublic))]);
}

/// <summary>A flow that a user gets.</summary>
internal sealed record EligibleFlowReply(
    [Description("The flow's slug.")] string FlowSlug,
    [Description("The flow's name.")] string FlowName,
    [Description("What it looks like.")] string FlowType,
    [Description("The number of its live version.")] int Version,
    [Description("What makes it appear: AUTOMATIC or MANUAL.")] string TriggerType,
    [Description("What it shows: the data, as it is.")] EncodedJson Data,
    [property: JsonPropertyName("$state")][Description("How far the user is.")] FlowStateReply State)
{
    /// <summary>The flow as it is answered.</summary>
    public static EligibleFlowReply Of(EligibleFlow one) => new(
        one.Flow.Flow.Slug,
        one.Flow.Version.Name,
        FlowEnumNames.Of(one.Flow.Version.Type),
        one.Flow.Number,
        FlowEnumNames.Of(one.Flow.Version.Trigger),
        new EncodedJson(one.Flow.Data),
        FlowStateReply.Of(one));
}

/// <summary>A flow that a user does not get.</summary>
internal sealed record IneligibleFlowReply(
    [Description("The flow's slug.")] string FlowSlug,
    [Description("Why not: targeting_not_met, or exited where the user was in the middle of a version that another has replaced.")] string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("The first part of the targeting that is not met; secret keys alone are told.")] string? Expression)
{
    /// <summary>The flow as it is answered.</summary>
    public static IneligibleFlowReply Of(IneligibleFlow one, bool isPublic) => new(
        one.Flow.Flow.Slug,
        one.Why == Ineligibility.Exited ? "exited" : "targeting_not_met",
        isPublic ? null : one.Expression);
}
