using Cadenza.Functions.Platform.Http.Bodies;

namespace Cadenza.Functions.Platform.Security.Http;

/// <summary>The body of POST /keys (G1).</summary>
internal sealed record KeyBody(string Name, KeyKind Kind, OrganizationId? Organization)
{
    private static readonly JsonReader<KeyKind> KindName = Json.Choice(new Dictionary<string, KeyKind>
    {
        ["secret"] = KeyKind.Secret,
        ["public"] = KeyKind.Public,
    });

    private static readonly JsonReader<OrganizationId> OrganizationName =
        Json.Line(1, 63).Then<string, OrganizationId>(OrganizationId.TryParse, KeyScope.OrganizationRule);

    /// <summary>Reads the body, and refuses members that it does not know.</summary>
    public static readonly JsonReader<KeyBody> Read = Json.Closed(fields => new KeyBody(
        fields.Required("name", Json.Line(1, 100).About("What the key is for, for people.")),
        fields.Required("kind", KindName.About("Secret keys reach everything; public keys only `/v1/public/*`.")),
        fields.Optional("organization_id", OrganizationName.About("Whose key it is, if not the caller's organization's."), absent: null)));
}
