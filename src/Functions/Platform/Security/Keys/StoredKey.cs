namespace Cadenza.Functions.Platform.Security.Keys;

/// <summary>A key as it is kept: everything but the key itself.</summary>
/// <param name="Id">A UUID of version 7 (G7).</param>
/// <param name="Organization">The organization it belongs to.</param>
/// <param name="Kind">What it may be used for.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Prefix">How the key begins.</param>
/// <param name="Hash">The key's SHA-256.</param>
/// <param name="CreatedAt">When it was made.</param>
internal sealed record StoredKey(
    string Id, OrganizationId Organization, KeyKind Kind, string Name, string Prefix, string Hash, DateTimeOffset CreatedAt);
