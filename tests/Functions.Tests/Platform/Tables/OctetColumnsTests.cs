using Azure.Data.Tables;
using Cadenza.Functions.Platform.Tables;

namespace Cadenza.Functions.Tests.Platform.Tables;

/// <summary>Octets are split over columns whose names stored rows have.</summary>
public sealed class OctetColumnsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(60_000, 1)]
    [InlineData(60_001, 2)]
    [InlineData(150_000, 3)]
    public void Write_OfSoMany_CountsPartsFromZero(int length, int parts)
    {
        var (row, octets) = (new TableEntity("p", "r"), Octets(length));
        OctetColumns.Write(row, "Answer", octets);
        Assert.Equal(parts, row.GetInt32("AnswerParts"));
        Assert.Equal(Enumerable.Range(0, parts).Select(part => $"Answer{part}"), Binary(row));
        Assert.Equal(octets, OctetColumns.Read(row, "Answer"));
        Assert.All(Binary(row), column => Assert.InRange(row.GetBinary(column).Length, 1, 60_000));
    }

    [Theory]
    [InlineData(1, new[] { "Sealed" })]
    [InlineData(60_000, new[] { "Sealed" })]
    [InlineData(60_001, new[] { "Sealed", "Sealed1" })]
    [InlineData(120_000, new[] { "Sealed", "Sealed1" })]
    [InlineData(150_000, new[] { "Sealed", "Sealed1", "Sealed2" })]
    public void WriteUncounted_OfSoMany_NumbersFromTheSecondOn(int length, string[] columns)
    {
        var (row, octets) = (new TableEntity("p", "r"), Octets(length));
        OctetColumns.WriteUncounted(row, "Sealed", octets);
        Assert.Equal(columns, Binary(row));
        Assert.Equal(octets, OctetColumns.ReadUncounted(row, "Sealed"));
    }

    [Fact]
    public void Read_WhenThereAreNone_IsNullAndWhenOneIsMissing_SaysWhich()
    {
        var row = new TableEntity("p", "r");
        Assert.Null(OctetColumns.Read(row, "Answer"));
        Assert.Null(OctetColumns.ReadUncounted(row, "Sealed"));
        OctetColumns.Write(row, "Answer", Octets(150_000));
        row.Remove("Answer1");
        Assert.Contains("part 1 of Answer", Assert.Throws<InvalidDataException>(() => OctetColumns.Read(row, "Answer")).Message, StringComparison.Ordinal);
    }

    private static byte[] Octets(int length) => [.. Enumerable.Range(0, length).Select(at => (byte)(at * 7))];

    private static IEnumerable<string> Binary(TableEntity row) => row.Where(column => column.Value is byte[]).Select(column => column.Key).Order(StringComparer.Ordinal);
}
