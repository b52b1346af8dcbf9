using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure.Data.Tables;

namespace Cadenza.Functions.Platform.Tables;

/// <summary>
/// A JSON document in a row. Up to <see cref="MaxInline"/> octets it is one text column that a person can read; beyond that
/// it is compressed, in <see cref="OctetColumns"/>.
/// </summary>
internal static class JsonColumn
{
    /// <summary>The longest document kept as text, in characters: a column of 64 KB holds 32 K of UTF-16.</summary>
    public const int MaxInline = 30_000;

    /// <summary>Writes a document into columns that begin with a name.</summary>
    public static void Write<T>(TableEntity row, string column, T document, JsonTypeInfo<T> type)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(document, type);
        if (json.Length <= MaxInline)
        {
            row[column] = System.Text.Encoding.UTF8.GetString(json);
            return;
        }

        OctetColumns.Write(row, column, Compress(json));
    }

    /// <summary>Reads what <see cref="Write"/> wrote, or null when the row has no such document.</summary>
    /// <exception cref="InvalidDataException">The row is damaged.</exception>
    public static T? Read<T>(TableEntity row, string column, JsonTypeInfo<T> type)
        where T : class
    {
        if (row.GetString(column) is { } text) return JsonSerializer.Deserialize(text, type);
        if (OctetColumns.Read(row, column) is not { } joined) return null;
        using var json = new BrotliStream(new MemoryStream(joined), CompressionMode.Decompress);
        return JsonSerializer.Deserialize(json, type);
    }

    /// <summary>The text of what <see cref="Write"/> wrote, or of a text column, in UTF-8; null when the row has none.</summary>
    /// <exception cref="InvalidDataException">The row is damaged.</exception>
    public static byte[]? ReadBytes(TableEntity row, string column)
    {
        if (row.GetString(column) is { } text) return System.Text.Encoding.UTF8.GetBytes(text);
        return OctetColumns.Read(row, column) is { } joined ? Decompress(joined) : null;
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
}
