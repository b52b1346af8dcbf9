using System.Text.Json;
using Cadenza.Domain.Flows;
using Cadenza.Functions.Platform.Http.Bodies;

namespace Cadenza.Functions.Flows.Http.Users;

/// <summary>Readers of the members that users and groups have in several bodies.</summary>
internal static class UserFields
{
    private const int MaxProperties = 100;
    private const int MaxEvents = 100;
    private const int MaxEvent = 100;

    /// <summary>The caller's own id of a user.</summary>
    public static readonly JsonReader<string> Id = Json.Line(1, FlowProfile.MaxId).Reachable().About("The user, by the caller's own id; one that begins with guest_ is a guest.");

    /// <summary>The caller's own id of a group.</summary>
    public static readonly JsonReader<string> GroupId = Json.Line(1, FlowProfile.MaxId).About("The group, by the caller's own id.");

    /// <summary>Properties; null removes one.</summary>
    public static readonly JsonReader<Dictionary<string, JsonElement>> Properties = Json.Map(Property, MaxProperties)
        .Then<Dictionary<string, JsonElement>, Dictionary<string, JsonElement>>(AreNamed, PropertyRules.NameRule.Replace("a name", "names", StringComparison.Ordinal))
        .About("Properties that get another value: texts, numbers, flags and lists of them; null removes one. Others stay.");

    /// <summary>Events: names, or objects with a name.</summary>
    public static readonly JsonReader<string[]> Events = Json.Array(
        Json.Object(fields => fields.Required("event", Json.Line(1, MaxEvent).About("The name of the event."))), 0, MaxEvents)
        .About("What happened; each is counted under its name.");

    private static JsonElement Property(JsonValue value)
    {
        if (value.Shape is { } shape) return shape.IsAnything().Done<JsonElement>();
        return PropertyRules.WhyNot(value.Element) is { } reason ? value.Fault<JsonElement>(reason) : value.Element.Clone();
    }

    private static bool AreNamed(Dictionary<string, JsonElement> given, out Dictionary<string, JsonElement> properties)
    {
        properties = given;
        return given.Keys.All(PropertyRules.IsName);
    }
}
