using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Cadenza.Domain.Ids;

namespace Cadenza.Domain.Records;

/// <summary>A record's id: a UUID of version 7 (G7), whose last digit tells the <see cref="Shard"/> that holds the record.</summary>
public readonly record struct RecordId : IUuidId<RecordId>
{
    /// <summary>Partitions of a module of an organization; part of the stored format, so it never changes.</summary>
    public const int Shards = 4;

    private readonly Guid _value;

    private RecordId(Guid value) => _value = value;

    static string IUuidId<RecordId>.Expected => "a record id: a UUID is expected";

    static RecordId IUuidId<RecordId>.From(Guid uuid) => new(uuid);

    /// <inheritdoc cref="UuidIds.Parse{TId}"/>
    public static RecordId Parse(string text) => UuidIds.Parse<RecordId>(text);

    /// <inheritdoc cref="UuidIds.TryParse{TId}"/>
    public static bool TryParse([NotNullWhen(true)] string? text, out RecordId id) => UuidIds.TryParse(text, out id);

    /// <summary>The partition that holds the record, from 0.</summary>
    public int Shard
    {
        get
        {
            Span<byte> octets = stackalloc byte[16];
            _value.TryWriteBytes(octets, bigEndian: true, out _);
            return octets[^1] % Shards;
        }
    }

    /// <summary>The id that a new UUID stands for.</summary>
    public static RecordId Create(Guid uuid)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(uuid.Version, 7, nameof(uuid));
        return new RecordId(uuid);
    }

    /// <summary>
    /// The id of what a step makes. All but its time follows from the key, so that a repetition at another time has the same
    /// shard, and finds there that the key was used.
    /// </summary>
    /// <param name="effectKey">What the step has once and for all, however often it is repeated.</param>
    /// <param name="now">The present, which places the record among the others.</param>
    public static RecordId Of(string effectKey, DateTimeOffset now)
    {
        Span<byte> octets = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(effectKey), octets);
        return new RecordId(HashedUuid.Version7(now, octets));
    }

    /// <summary>Lower case, hyphenated.</summary>
    public override string ToString() => _value.ToString("D");
}
