using System.ComponentModel;
using Cadenza.Functions.Platform.Security.Keys;

namespace Cadenza.Functions.Platform.Security.Http;

/// <summary>A key on the wire (G1); <c>key</c> is there in the answer to its creation and never again.</summary>
internal sealed record CreatedKeyReply(
    string Id,
    [Description("The key itself, for `Authorization: Bearer <key>`.")] string Key,
    [Description("How the key begins, by which people tell it from others.")] string Prefix,
    [Description("secret or public.")] string Kind,
    [Description("What the key is for.")] string Name,
    string OrganizationId,
    DateTimeOffset CreatedAt)
{
    /// <summary>The new key as it is answered.</summary>
    public static CreatedKeyReply Of(ApiKey key, StoredKey stored)
    {
        var reply = KeyReply.Of(stored);
        return new(reply.Id, key.Text, reply.Prefix, reply.Kind, reply.Name, reply.OrganizationId, reply.CreatedAt);
    }
}

/// <summary>A key on the wire (G1).</summary>
internal sealed record KeyReply(
    string Id,
    [Description("How the key begins, by which people tell it from others.")] string Prefix,
    [Description("secret or public.")] string Kind,
    [Description("What the key is for.")] string Name,
    string OrganizationId,
    DateTimeOffset CreatedAt)
{
    /// <summary>The key as it is answered.</summary>
    public static KeyReply Of(StoredKey key) => new(
        key.Id, key.Prefix, key.Kind.ToString().ToLowerInvariant(), key.Name, key.Organization.ToString(), key.CreatedAt);
}

/// <summary>A page of keys on the wire.</summary>
internal sealed record KeysReply(IReadOnlyList<KeyReply> Data, string? NextCursor);
