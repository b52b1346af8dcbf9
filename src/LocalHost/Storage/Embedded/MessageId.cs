using System.Buffers.Binary;

namespace Cadenza.LocalHost.Storage.Embedded;

/// <summary>A message's id: a GUID as the service has it, whose last half is the message's number.</summary>
internal static class MessageId
{
    private const ulong Family = 0xCADE_27A0_0000_4000;

    public static string Of(long sequence)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Family);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], sequence);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    public static bool TryParse(string id, out long sequence)
    {
        sequence = 0;
        Span<byte> bytes = stackalloc byte[16];
        if (!Guid.TryParse(id, out var guid) || !guid.TryWriteBytes(bytes, bigEndian: true, out _) || BinaryPrimitives.ReadUInt64BigEndian(bytes) != Family) return false;
        sequence = BinaryPrimitives.ReadInt64BigEndian(bytes[8..]);
        return true;
    }
}
