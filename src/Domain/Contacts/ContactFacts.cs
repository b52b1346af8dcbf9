using System.Collections.Frozen;

namespace Cadenza.Domain.Contacts;

/// <summary>All that a filter may ask of one contact (B2).</summary>
/// <param name="Contact">The contact.</param>
/// <param name="Segments">The static segments it is a member of, among those the filter names, as the filter names them.</param>
/// <param name="Sequences">The sequences that enrolled it, among those the filter names, as the filter names them.</param>
/// <param name="SavedFilters">The filters of the saved-filter segments that the filter names, directly or through others; null is everyone. None leads back to itself.</param>
public sealed record ContactFacts(
    Contact Contact,
    IReadOnlySet<string> Segments,
    IReadOnlySet<string> Sequences,
    IReadOnlyDictionary<string, ContactsFilter?> SavedFilters)
{
    private static readonly FrozenSet<string> None = [];
    private static readonly FrozenDictionary<string, ContactsFilter?> NoFilters = FrozenDictionary<string, ContactsFilter?>.Empty;

    /// <summary>A contact that is in no segment and that no sequence enrolled.</summary>
    public static ContactFacts Of(Contact contact) => new(contact, None, None, NoFilters);

    /// <summary>Whether the contact belongs to the segment of this name.</summary>
    public bool IsInSegment(string segment) => SavedFilters.TryGetValue(segment, out var filter)
        ? filter?.Matches(this) ?? true
        : Segments.Contains(segment);
}
