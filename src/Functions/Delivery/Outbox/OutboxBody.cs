using System.IO.Compression;
using System.Text;
using Azure.Data.Tables;

namespace Cadenza.Functions.Delivery.Outbox;

/// <summary>A body in the columns of a row: as text when it is short, else compressed and split, for a column holds 64 KiB.</summary>
internal static class OutboxBody
{
    private const int LongestText = 16 * 1024;
    private const int ColumnBytes = 64_000;
    private const int MostColumns = 12;

    /// <summary>Puts the body into the row; false when it is too large for one.</summary>
    public static bool TryWrite(TableEntity row, string body)
    {
        if (body.Length <= LongestText)
        {
            row["Body"] = body;
            return true;
        }

        var columns = Compress(body).Chunk(ColumnBytes).ToList();
        if (columns.Count > MostColumns) return false;
        for (var i = 0; i < columns.Count; i++) row[$"Body{i}"] = columns[i];
        return true;
    }

    /// <summary>The body of a row.</summary>
    public static string Read(TableEntity row)
    {
        if (row.GetString("Body") is { } text) return text;
        using var compressed = new MemoryStream();
        for (var i = 0; row.GetBinary($"Body{i}") is { } column; i++) compressed.Write(column);
        compressed.Position = 0;
        using var reader = new StreamReader(new BrotliStream(compressed, CompressionMode.Decompress), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static byte[] Compress(string body)
    {
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.Fastest)) brotli.Write(Encoding.UTF8.GetBytes(body));
        return compressed.ToArray();
    }
}
