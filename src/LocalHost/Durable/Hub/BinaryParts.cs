using System.Globalization;
using Azure.Data.Tables;

namespace Cadenza.LocalHost.Durable.Hub;

/// <summary>Bytes in a row, spread over as many properties as they need: one holds 64 KiB.</summary>
internal static class BinaryParts
{
    public const int InProperty = 64_000;

    public static void Write(TableEntity row, string name, ReadOnlySpan<byte> bytes)
    {
        for (var part = 0; part == 0 || part * InProperty < bytes.Length; part++)
        {
            var start = part * InProperty;
            row[Name(name, part)] = bytes.Slice(start, Math.Min(InProperty, bytes.Length - start)).ToArray();
        }
    }

    /// <summary>Adds what the row holds to a stream; false when it has no such property.</summary>
    public static bool Read(TableEntity row, string name, Stream target)
    {
        var part = 0;
        for (; row.GetBinary(Name(name, part)) is { } bytes; part++) target.Write(bytes);
        return part > 0;
    }

    /// <summary>What the row holds; null when it has no such property.</summary>
    public static byte[]? Read(TableEntity row, string name)
    {
        if (row.GetBinary(Name(name, 1)) is null) return row.GetBinary(name);
        using var whole = new MemoryStream();
        Read(row, name, whole);
        return whole.ToArray();
    }

    private static string Name(string name, int part) => part == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}{part}");
}
