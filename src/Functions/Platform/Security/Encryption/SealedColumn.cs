using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure.Data.Tables;

namespace Cadenza.Functions.Platform.Security.Encryption;

/// <summary>
/// A column whose content nobody may read in storage: encrypted for its row, in <c>{name}Sealed</c> and, since a column holds
/// 64 KB, <c>{name}Sealed1</c> and so on. Without an encryption key, and in rows of earlier versions, it is as
/// <see cref="JsonColumn"/> writes it, and is read all the same.
/// </summary>
internal sealed class SealedColumn(EncryptionKeys keys, TableClient table, string name)
{
    private const int MaxPlain = 1000;
    private const byte Plain = 0;
    private const byte Compressed = 1;

    private readonly string _sealed = name + "Sealed";

    /// <summary>Writes a text.</summary>
    public void Write(TableEntity row, string text)
    {
        if (keys.Encrypts) Put(row, Encoding.UTF8.GetBytes(text));
        else row[name] = text;
    }

    /// <summary>Writes a document.</summary>
    public void Write<T>(TableEntity row, T document, JsonTypeInfo<T> type)
    {
        if (keys.Encrypts) Put(row, JsonSerializer.SerializeToUtf8Bytes(document, type));
        else JsonColumn.Write(row, name, document, type);
    }

    /// <summary>The text.</summary>
    /// <exception cref="InvalidDataException">The row lacks it, or it was altered, moved from another row or encrypted with a key that was not given.</exception>
    public string Text(TableEntity row) => Sealed(row) is { } written ? Encoding.UTF8.GetString(Open(row, written)) : row.Text(name);

    /// <summary>The document.</summary>
    /// <inheritdoc cref="Text"/>
    public T Document<T>(TableEntity row, JsonTypeInfo<T> type)
        where T : class
    {
        var document = Sealed(row) is { } written ? JsonSerializer.Deserialize(Open(row, written), type) : JsonColumn.Read(row, name, type);
        return document ?? throw new InvalidDataException($"Row {row.RowKey} lacks {name}.");
    }

    /// <summary>Encrypts what is not, or not with the key of now; the row is changed in memory alone.</summary>
    /// <returns>Whether there was anything to do.</returns>
    public bool Renew(TableEntity row)
    {
        if (!keys.Encrypts) return false;
        var written = Sealed(row);
        if (written is not null && keys.IsCurrent(written)) return false;
        if ((written is null ? JsonColumn.ReadBytes(row, name) : Open(row, written)) is not { } content) return false;
        foreach (var column in row.Keys.Where(IsOwn).ToList()) row.Remove(column);
        Put(row, content);
        return true;
    }

    private void Put(TableEntity row, byte[] content)
    {
        var written = keys.Seal(content.Length > MaxPlain ? [Compressed, .. JsonColumn.Compress(content)] : [Plain, .. content], Place(row));
        OctetColumns.WriteUncounted(row, _sealed, written);
    }

    private byte[] Open(TableEntity row, byte[] written)
    {
        var content = keys.Open(written, Place(row)).AsSpan();
        return content switch
        {
            [Plain, .. var text] => text.ToArray(),
            [Compressed, .. var packed] => JsonColumn.Decompress(packed.ToArray()),
            _ => throw new InvalidDataException($"Row {row.RowKey} has a {name} of another version."),
        };
    }

    private byte[]? Sealed(TableEntity row) => OctetColumns.ReadUncounted(row, _sealed);

    // The name alone, or with "Parts", "Sealed" and numbers behind it.
    private bool IsOwn(string column) =>
        column.StartsWith(name, StringComparison.Ordinal)
        && (column.Length == name.Length || column[name.Length..] is "Parts" || column[name.Length..].Replace("Sealed", "", StringComparison.Ordinal).All(char.IsAsciiDigit));

    // Keys hold no control characters, so no two places read the same.
    private string Place(TableEntity row) => $"{table.Name}\n{row.PartitionKey}\n{row.RowKey}\n{name}";
}
