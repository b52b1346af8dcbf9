using System.Text.Json.Nodes;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Security.Keys;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Platform.Security.Http;

/// <summary>What the audit log says of keys: it goes to the organization whose key it is, and never holds the key.</summary>
internal static class KeyAudit
{
    /// <summary>A key was made.</summary>
    public static AuditEntry Created(StoredKey key, HttpRequest request) => new(
        key.Organization, $"keys/{key.Id}", "created", key.CreatedAt, key.Hash, AuditActor.Of(request), null, Describe(key));

    /// <summary>A key was revoked; that happens once, whenever it is said.</summary>
    public static AuditEntry Revoked(StoredKey key, DateTimeOffset at, HttpRequest request) => new(
        key.Organization, $"keys/{key.Id}", "revoked", at, key.Hash, AuditActor.Of(request), Describe(key), null);

    private static JsonObject Describe(StoredKey key) => new()
    {
        ["name"] = key.Name,
        ["kind"] = key.Kind.ToString().ToLowerInvariant(),
        ["prefix"] = key.Prefix,
    };
}
