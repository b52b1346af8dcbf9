using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Cadenza.Domain.Ids;

namespace Cadenza.Domain.Leads;

/// <summary>A lead's id: a UUID of version 7 that holds where the lead is kept, so that it is found by its id alone.</summary>
public readonly record struct LeadId
{
    private const int Bytes = 16;
    private const int BatchAt = 9;
    private const int PlaceAt = 13;

    private readonly Guid _value;

    private LeadId(Guid value) => _value = value;

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

    /// <summary>Reads an id; throws when it is not one.</summary>
    /// <exception cref="FormatException">The text is not a UUID.</exception>
    public static LeadId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not a lead id: a UUID is expected.");

    /// <summary>Reads a UUID in its hyphenated form, in either case, or says that the text is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out LeadId id)
    {
        var valid = Guid.TryParseExact(text, "D", out var uuid) && uuid.ToString("D").Equals(text, StringComparison.OrdinalIgnoreCase);
        id = valid ? new LeadId(uuid) : default;
        return valid;
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
