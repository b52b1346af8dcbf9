using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Cadenza.Domain.Ids;

namespace Cadenza.Domain.Leads;

/// <summary>A lead's id: a UUID of version 7 that holds where the lead is kept, so that it is found by its id alone.</summary>
public readonly record struct LeadId : IUuidId<LeadId>
{
    private const int Bytes = 16;
    private const int BatchAt = 9;
    private const int PlaceAt = 13;

    private readonly Guid _value;

    private LeadId(Guid value) => _value = value;

    static string IUuidId<LeadId>.Expected => "a lead id: a UUID is expected";

    static LeadId IUuidId<LeadId>.From(Guid uuid) => new(uuid);

    /// <inheritdoc cref="UuidIds.Parse{TId}"/>
    public static LeadId Parse(string text) => UuidIds.Parse<LeadId>(text);

    /// <inheritdoc cref="UuidIds.TryParse{TId}"/>
    public static bool TryParse([NotNullWhen(true)] string? text, out LeadId id) => UuidIds.TryParse(text, out id);

    /// <summary>The id of a lead; the same for the same lead each time.</summary>
    /// <param name="at">When it was enrolled.</param>
    /// <param name="batch">The batch that it is in.</param>
    /// <param name="place">Its place in the batch.</param>
    /// <param name="phone">Its number.</param>
    public static LeadId Of(DateTimeOffset at, int batch, int place, string phone)
    {
        Span<byte> id = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(phone), id);
        BinaryPrimitives.WriteInt32BigEndian(id[BatchAt..], batch);
        id[PlaceAt] = (byte)place;
        return new LeadId(HashedUuid.Version7(at, id));
    }

    /// <summary>The batch that the lead is in.</summary>
    public int Batch
    {
        get
        {
            Span<byte> id = stackalloc byte[Bytes];
            _value.TryWriteBytes(id, bigEndian: true, out _);
            return BinaryPrimitives.ReadInt32BigEndian(id[BatchAt..]);
        }
    }

    /// <summary>Its place in the batch.</summary>
    public int Place
    {
        get
        {
            Span<byte> id = stackalloc byte[Bytes];
            _value.TryWriteBytes(id, bigEndian: true, out _);
            return id[PlaceAt];
        }
    }

    /// <summary>Lower case, hyphenated.</summary>
    public override string ToString() => _value.ToString("D");
}
