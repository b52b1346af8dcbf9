using System.Text.Json;
using Cadenza.Domain.Flows.Targeting;
using Cadenza.Functions.Flows.Http.Users;
using Cadenza.Functions.Platform.Http.Bodies;

namespace Cadenza.Functions.Flows.Http.Targeting;

/// <summary>The body of POST /v1/flows/targeting/explain (E5).</summary>
internal sealed record TargetingBody(TargetingRule Logic, string? UserId, FlowUserLocation Place)
{
    private static readonly JsonReader<string> Text = Json.Text(0, TargetingRule.MaxLength).About("The expression to try.");

    /// <summary>Reads it; members nobody knows are ignored.</summary>
    public static readonly JsonReader<TargetingBody> Read = Json.Object(fields => new TargetingBody(
        fields.Required("targetingLogic", ReadRule),
        fields.Optional("userId", UserFields.Id),
        new FlowUserLocation(
            fields.Optional("groupId", UserFields.GroupId),
            fields.Optional("url", Json.Line(0, 2000).About("The address of the page the user looks at.")))));

    private static TargetingRule ReadRule(JsonValue value)
    {
        if (value.Shape is { } shape)
        {
            Text(value);
            return shape.Done<TargetingRule>();
        }

        if (value.Kind != JsonValueKind.String) return value.Fault<TargetingRule>("must be a string");
        return TargetingRule.TryParse(value.Element.GetString(), out var rule, out var fault) ? rule : value.Fault<TargetingRule>(fault.Message);
    }
}
