using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure.Data.Tables;

namespace Cadenza.Functions.Platform.Tables;

/// <summary>
/// A JSON document in a row. Up to <see cref="MaxInline"/> octets it is one text column that a person can read; beyond that
/// it is compressed and split over binary columns, since a column holds 64 KB.
/// </summary>
internal static class JsonColumn
{
    /// <summary>The longest document kept as text, in characters: a column of 64 KB holds 32 K of UTF-16.</summary>
    public const int MaxInline = 30_000;

    private const int MaxPart = 60_000;

    /// <summary>Writes a document into columns that begin with a name.</summary>
    public static void Write<T>(TableEntity row, string column, T document, JsonTypeInfo<T> type)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(document, type);
        if (json.Length <= MaxInline)
        {
            row[column] = System.Text.Encoding.UTF8.GetString(json);
            return;
        }

        var parts = Compress(json).Chunk(MaxPart).ToList();
        row[column + "Parts"] = parts.Count;
        for (var part = 0; part < parts.Count; part++) row[$"{column}{part}"] = parts[part];
    }

    /// <summary>Reads what <see cref="Write"/> wrote, or null when the row has no such document.</summary>
    /// <exception cref="InvalidDataException">The row is damaged.</exception>
    public static T? Read<T>(TableEntity row, string column, JsonTypeInfo<T> type)
        where T : class
    {
        if (row.GetString(column) is { } text) return JsonSerializer.Deserialize(text, type);
        if (Joined(row, column) is not { } joined) return null;
        using var json = new BrotliStream(joined, CompressionMode.Decompress);
        return JsonSerializer.Deserialize(json, type);
    }

    /// <summary>The text of what <see cref="Write"/> wrote, or of a text column, in UTF-8; null when the row has none.</summary>
    /// <exception cref="InvalidDataException">The row is damaged.</exception>
    public static byte[]? ReadBytes(TableEntity row, string column)
    {
        if (row.GetString(column) is { } text) return System.Text.Encoding.UTF8.GetBytes(text);
        return Joined(row, column) is { } joined ? Decompress(joined.ToArray()) : null;
    }

    /// <summary>Makes a text shorter.</summary>
    public static byte[] Compress(byte[] json)
    {
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.Fastest))
        {
            brotli.Write(json);
        }

        return compressed.ToArray();
    }

    /// <summary>What was given to <see cref="Compress"/>.</summary>
    public static byte[] Decompress(byte[] compressed)
    {
        using var brotli = new BrotliStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var json = new MemoryStream();
        brotli.CopyTo(json);
        return json.ToArray();
    }

    private static MemoryStream? Joined(TableEntity row, string column)
    {
        if (row.GetInt32(column + "Parts") is not { } count) return null;
        var joined = new MemoryStream();
        for (var part = 0; part < count; part++)
        {
            joined.Write(row.GetBinary($"{column}{part}") ?? throw new InvalidDataException($"Row {row.RowKey} lacks part {part} of {column}."));
        }

        joined.Position = 0;
        return joined;
    }
}
