using Google.Protobuf;

namespace Cadenza.Functions.Tests.Platform.Observability;

/// <summary>Finds fields of a protobuf message of which there are no types here.</summary>
internal static class Protobuf
{
    /// <summary>The values of a field that has texts, octets or messages; none when it is not there.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Fields(ReadOnlyMemory<byte> message, int number)
    {
        var input = new CodedInputStream(message.ToArray());
        while (input.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) == number && WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited) yield return input.ReadBytes().Memory;
            else input.SkipLastField();
        }
    }

    /// <summary>The value of a field that occurs once, empty when it is not there.</summary>
    public static ReadOnlyMemory<byte> Field(ReadOnlyMemory<byte> message, int number) => Fields(message, number).FirstOrDefault();
}
