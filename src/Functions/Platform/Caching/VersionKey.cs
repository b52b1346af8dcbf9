namespace Cadenza.Functions.Platform.Caching;

/// <summary>One version of something of an organization, as the key of what is kept of it.</summary>
internal readonly record struct VersionKey<TId>(OrganizationId Organization, TId Id, int Version)
{
    // The id is the organization's alone, so it tells the keys apart, and is quicker than a text.
    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Version);
}
