using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Cadenza.Domain.Ids;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Contacts;

/// <summary>
/// A contact's id: a UUID of version 7 (G7) whose last digit of the third group is the contact's <see cref="Shard"/>,
/// so that a contact is one point read away from its id alone.
/// </summary>
public readonly record struct ContactId : IUuidId<ContactId>, IComparable<ContactId>
{
    private const int ShardDigit = 17;
    private readonly string? _value;

    private ContactId(string value) => _value = value;

    static string IUuidId<ContactId>.Expected => "a contact id: a UUID is expected";

    static ContactId IUuidId<ContactId>.From(Guid uuid) => new(uuid.ToString("D"));

    /// <inheritdoc cref="UuidIds.Parse{TId}"/>
    public static ContactId Parse(string text) => UuidIds.Parse<ContactId>(text);

    /// <inheritdoc cref="UuidIds.TryParse{TId}"/>
    public static bool TryParse([NotNullWhen(true)] string? text, out ContactId id) => UuidIds.TryParse(text, out id);

    /// <summary>The partition of the organization's contacts that holds this one, from 0.</summary>
    public int Shard => int.Parse(ToString().AsSpan(ShardDigit, 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) % ContactShards.Count;

    /// <summary>Marks a new version-7 UUID with the shard that is to hold the contact.</summary>
    /// <param name="uuid">A UUID of version 7 that nobody else has.</param>
    /// <param name="shard">From 0 to <see cref="ContactShards.Count"/> − 1.</param>
    public static ContactId Create(Guid uuid, int shard)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(uuid.Version, 7, nameof(uuid));
        ArgumentOutOfRangeException.ThrowIfNegative(shard);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(shard, ContactShards.Count);
        return new ContactId(string.Create(36, (uuid, shard), static (text, state) =>
        {
            state.uuid.TryFormat(text, out _);
            text[ShardDigit] = (char)('0' + state.shard);
        }));
    }

    /// <inheritdoc/>
    public int CompareTo(ContactId other) => string.CompareOrdinal(_value, other._value);

    /// <summary>Ordinal order, which is the order of creation within a shard.</summary>
    public static bool operator <(ContactId left, ContactId right) => left.CompareTo(right) < 0;

    /// <summary>Ordinal order, which is the order of creation within a shard.</summary>
    public static bool operator >(ContactId left, ContactId right) => left.CompareTo(right) > 0;

    /// <summary>Ordinal order, which is the order of creation within a shard.</summary>
    public static bool operator <=(ContactId left, ContactId right) => left.CompareTo(right) <= 0;

    /// <summary>Ordinal order, which is the order of creation within a shard.</summary>
    public static bool operator >=(ContactId left, ContactId right) => left.CompareTo(right) >= 0;

    /// <summary>Lower case, hyphenated.</summary>
    public override string ToString() => _value ?? throw new InvalidOperationException("A contact id was never set.");
}
