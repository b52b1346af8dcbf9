using System.Globalization;
using Azure.Data.Tables;

namespace Cadenza.Functions.Platform.Tables;

/// <summary>Octets in a row, split over binary columns, since a column holds 64 KB.</summary>
internal static class OctetColumns
{
    /// <summary>The most octets in one column.</summary>
    public const int MaxPart = 60_000;

    /// <summary>Writes <c>{column}Parts</c>, which counts them, and <c>{column}0</c>, <c>{column}1</c> and so on.</summary>
    public static void Write(TableEntity row, string column, byte[] octets) =>
        row[column + "Parts"] = Put(row, octets, part => Name(column, part));

    /// <summary>Reads what <see cref="Write"/> wrote, or null when the row has none.</summary>
    /// <exception cref="InvalidDataException">The row is damaged.</exception>
    public static byte[]? Read(TableEntity row, string column) => row.GetInt32(column + "Parts") is { } count
        ? Join([.. Enumerable.Range(0, count).Select(part => row.GetBinary(Name(column, part)) ?? throw new InvalidDataException($"Row {row.RowKey} lacks part {part} of {column}."))])
        : null;

    /// <summary>Writes <c>{column}</c>, <c>{column}1</c>, <c>{column}2</c> and so on, uncounted; at least one octet.</summary>
    public static void WriteUncounted(TableEntity row, string column, byte[] octets) => Put(row, octets, part => UncountedName(column, part));

    /// <summary>Reads what <see cref="WriteUncounted"/> wrote, or null when the row has none.</summary>
    public static byte[]? ReadUncounted(TableEntity row, string column)
    {
        List<byte[]> parts = [];
        // One that is not full is the last.
        while (parts is [] or [.., { Length: MaxPart }] && row.GetBinary(UncountedName(column, parts.Count)) is { } part) parts.Add(part);
        return parts is [] ? null : Join(parts);
    }

    private static int Put(TableEntity row, byte[] octets, Func<int, string> nameOf)
    {
        var parts = 0;
        foreach (var part in octets.Chunk(MaxPart)) row[nameOf(parts++)] = part;
        return parts;
    }

    private static byte[] Join(IReadOnlyList<byte[]> parts)
    {
        if (parts is [var only]) return only;
        var (joined, at) = (new byte[parts.Sum(part => part.Length)], 0);
        foreach (var part in parts)
        {
            part.CopyTo(joined, at);
            at += part.Length;
        }

        return joined;
    }

    private static string Name(string column, int part) => string.Create(CultureInfo.InvariantCulture, $"{column}{part}");

    private static string UncountedName(string column, int part) => part == 0 ? column : Name(column, part);
}
