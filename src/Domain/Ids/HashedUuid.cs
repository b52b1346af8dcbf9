using System.Buffers.Binary;

namespace Cadenza.Domain.Ids;

/// <summary>
/// UUIDs (RFC 9562) that follow from what they stand for, so that repeated work makes the same ones again. Each takes its
/// octets from a hash, or from a hash into which the caller has put what an id is to tell; but for the octets 6 and 8, whose
/// upper bits say the version and the variant.
/// </summary>
public static class HashedUuid
{
    private const int Octets = 16;
    private const int TimeOctets = 6;

    /// <summary>A UUID of version 7: of a moment, to the millisecond.</summary>
    /// <param name="at">The moment, which the first six octets tell.</param>
    /// <param name="octets">The others, from the seventh on; at least 16 with those.</param>
    public static Guid Version7(DateTimeOffset at, ReadOnlySpan<byte> octets)
    {
        Span<byte> time = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(time, at.ToUnixTimeMilliseconds());
        return Make(7, time[^TimeOctets..], octets);
    }

    /// <summary>A UUID of version 7: of the moment that another tells.</summary>
    /// <param name="sameMoment">Another UUID of version 7.</param>
    /// <param name="octets">At least 16 octets of a hash.</param>
    public static Guid Version7(Guid sameMoment, ReadOnlySpan<byte> octets)
    {
        Span<byte> other = stackalloc byte[Octets];
        sameMoment.TryWriteBytes(other, bigEndian: true, out _);
        return Make(7, other[..TimeOctets], octets);
    }

    /// <summary>A UUID of version 8: of no moment.</summary>
    /// <param name="octets">At least 16.</param>
    public static Guid Version8(ReadOnlySpan<byte> octets) => Make(8, octets[..TimeOctets], octets);

    private static Guid Make(int version, ReadOnlySpan<byte> first, ReadOnlySpan<byte> octets)
    {
        Span<byte> uuid = stackalloc byte[Octets];
        octets[..Octets].CopyTo(uuid);
        first.CopyTo(uuid);
        uuid[6] = (byte)((version << 4) | (uuid[6] & 0x0f));
        uuid[8] = (byte)(0x80 | (uuid[8] & 0x3f));
        return new Guid(uuid, bigEndian: true);
    }
}
