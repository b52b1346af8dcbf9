using Cadenza.Domain.Contacts;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Sequences;

/// <summary>
/// How far each shard of contacts has been read: shards are read side by side, each in the order of its ids, and each goes on
/// by itself after an interruption.
/// </summary>
public sealed class ContactsReading : IEquatable<ContactsReading>
{
    private const string DoneMark = "*";
    private const char Separator = ',';

    // For each shard the mark, or the last contact read, or nothing at its beginning: the stored form too.
    private readonly IReadOnlyList<string> _places;

    private ContactsReading(IReadOnlyList<string> places) => _places = places;

    /// <summary>Before the first contact of each shard.</summary>
    public static ContactsReading Start { get; } = new([.. Enumerable.Repeat("", ContactShards.Count)]);

    /// <summary>Every contact was read.</summary>
    public static ContactsReading End { get; } = new([.. Enumerable.Repeat(DoneMark, ContactShards.Count)]);

    /// <summary>Whether every contact was read.</summary>
    public bool AtEnd => _places.All(place => place == DoneMark);

    /// <summary>Where to go on in each shard that is not at its end.</summary>
    public IEnumerable<EnrollmentCursor> Open => _places
        .Select((place, shard) => (Place: place, Shard: shard))
        .Where(item => item.Place != DoneMark)
        .Select(item => new EnrollmentCursor(item.Shard, item.Place.Length == 0 ? null : ContactId.Parse(item.Place)));

    /// <summary>The reading that had come to a cursor when shards were still read one after the other.</summary>
    public static ContactsReading UpTo(EnrollmentCursor cursor) => new(
        [.. Enumerable.Range(0, ContactShards.Count).Select(shard => shard < cursor.Shard ? DoneMark : shard == cursor.Shard ? $"{cursor.After}" : "")]);

    /// <summary>Understands <see cref="ToString"/>.</summary>
    /// <exception cref="FormatException">The text does not come from there.</exception>
    public static ContactsReading Parse(string text)
    {
        var places = text.Split(Separator);
        if (places.Length != ContactShards.Count) throw new FormatException($"A reading of contacts has {ContactShards.Count} places.");
        return new ContactsReading(places);
    }

    /// <summary>The reading once one shard was read up to a cursor.</summary>
    /// <param name="cursor">Behind a contact of the shard; or at the beginning of the next shard, when this one is at its end.</param>
    public ContactsReading Behind(EnrollmentCursor cursor)
    {
        var (shard, place) = cursor.After is { } contact ? (cursor.Shard, contact.ToString()) : (cursor.Shard - 1, DoneMark);
        return shard < 0 ? this : new ContactsReading([.. _places.Select((known, index) => index == shard ? place : known)]);
    }

    /// <inheritdoc />
    public bool Equals(ContactsReading? other) => other is not null && _places.SequenceEqual(other._places);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as ContactsReading);

    /// <inheritdoc />
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>As it is stored.</summary>
    public override string ToString() => string.Join(Separator, _places);
}
