using System.Text.Json;
using Cadenza.Domain.Flows;
using Cadenza.Functions.Flows.Http.Users;
using Cadenza.Functions.Platform.Http.Bodies;

namespace Cadenza.Functions.Flows.Http.States;

/// <summary>The body of POST /v1/public/flowStates (E4).</summary>
internal static class StateBody
{
    private const int MaxData = 8000;
    private const int MaxUrl = 2000;

    private static readonly JsonReader<ProgressAction> Action =
        Json.Choice(ProgressAction.ByWord).About("What the user did; NOT_STARTED takes the step or flow back to the beginning.");

    private static readonly JsonReader<string> Url = Json.Line(0, MaxUrl).About("The address of the page the user looks at, for user.currentUrl().");

    // No address and an empty one are the same to targeting: nothing is set.
    private static readonly JsonReader<string> Context = Json.Object(fields => fields.Optional("url", Url) ?? "").About("Where the user is.");

    /// <summary>Reads it; members nobody knows are ignored.</summary>
    public static readonly JsonReader<FlowReport> Read = Json.Object(fields =>
    {
        var before = fields.Faults;
        var action = fields.Required("actionType", Action);
        var isUnderstood = fields.Faults == before;
        var step = fields.Optional("stepId", Json.Line(1, FlowSteps.MaxId).About("The step, by its id in the data; needed where the action is one of a step."));
        var report = new FlowReport(
            fields.Required("userId", UserFields.Id),
            fields.Required("flowSlug", Json.Line(1, 100).About("The flow, by its slug.")),
            action,
            action.IsStep ? step : null,
            fields.Optional<JsonElement>("data", Data, null),
            new FlowUserLocation(fields.Optional("groupId", UserFields.GroupId), fields.Optional("context", Context) is { Length: > 0 } url ? url : null));
        if (isUnderstood && action.IsStep && step is null) fields.Fault("stepId", "is required for an action with a step");
        return report;
    });

    private static JsonElement Data(JsonValue value)
    {
        if (value.Shape is { } shape)
        {
            shape.Is("object").With("additionalProperties", true);
            shape.About("What the user entered in the step, for user.flowStepData().");
            return shape.Done<JsonElement>();
        }

        if (value.Kind != JsonValueKind.Object) return value.Fault<JsonElement>("must be an object");
        return value.Element.GetRawText().Length > MaxData ? value.Fault<JsonElement>($"must have at most {MaxData} characters") : value.Element.Clone();
    }
}
