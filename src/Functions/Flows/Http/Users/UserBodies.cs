using System.Text.Json;
using Cadenza.Functions.Platform.Http.Bodies;

namespace Cadenza.Functions.Flows.Http.Users;

/// <summary>The body of POST /v1/public/users (E4).</summary>
internal sealed record UserBody(string UserId, string? GroupId, IReadOnlyDictionary<string, JsonElement> Properties, IReadOnlyList<string> Events)
{
    /// <summary>Reads it; members nobody knows are ignored.</summary>
    public static readonly JsonReader<UserBody> Read = Json.Object(fields => new UserBody(
        fields.Required("userId", UserFields.Id),
        fields.Optional("groupId", UserFields.GroupId),
        fields.Optional("properties", UserFields.Properties) ?? [],
        fields.Optional("events", UserFields.Events) ?? []));
}

/// <summary>The body of POST /v1/public/groups (E4).</summary>
internal sealed record GroupBody(string GroupId, string? UserId, IReadOnlyDictionary<string, JsonElement> Properties, IReadOnlyList<string> Events)
{
    /// <summary>Reads it; members nobody knows are ignored.</summary>
    public static readonly JsonReader<GroupBody> Read = Json.Object(fields => new GroupBody(
        fields.Required("groupId", UserFields.GroupId),
        fields.Optional("userId", UserFields.Id.About("A user who belongs to the group from now on, by the caller's own id.")),
        fields.Optional("properties", UserFields.Properties) ?? [],
        fields.Optional("events", UserFields.Events) ?? []));
}
