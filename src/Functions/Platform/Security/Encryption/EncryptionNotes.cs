using Azure;
using Azure.Data.Tables;

namespace Cadenza.Functions.Platform.Security.Encryption;

/// <summary>Which keys what is stored may have been encrypted with, and how far encrypting anew has come.</summary>
/// <param name="Current">The name of the key that is written with.</param>
/// <param name="Since">Since when.</param>
/// <param name="Keys">The names of all keys that rows may have been encrypted with.</param>
internal sealed record EncryptionNote(string Current, DateTimeOffset Since, IReadOnlyList<string> Keys)
{
    /// <summary>Whether every row is encrypted with the key of now.</summary>
    public bool IsDone { get; init; }

    /// <summary>When the present reading of all rows began; null between two of them.</summary>
    public DateTimeOffset? BeganAt { get; init; }

    /// <summary>How many rows it had to write anew.</summary>
    public int Renewed { get; init; }

    /// <summary>How far it has come: the table, and the keys of the last row.</summary>
    public (int Table, string Partition, string Row) Place { get; init; } = (0, "", "");
}

/// <summary>Where that is kept. Table <c>platform</c>, partition <c>~app</c>, row <c>encryption</c>, from the first start with a key on.</summary>
internal sealed class EncryptionNotes(StorageTables tables)
{
    private const string Row = "encryption";

    /// <summary>The note and the version of its row, or null.</summary>
    public async Task<(EncryptionNote Note, ETag Version)?> FindAsync(CancellationToken cancellation)
    {
        var found = await tables.Platform.GetEntityIfExistsAsync<TableEntity>(StorageTables.AppPartition, Row, cancellationToken: cancellation);
        if (!found.HasValue) return null;
        var row = found.Value!;
        var note = new EncryptionNote(row.Text("Current"), row.Time("Since"), row.Text("Keys").Split(' '))
        {
            IsDone = row.GetBoolean("IsDone") ?? false,
            BeganAt = row.GetDateTimeOffset("BeganAt"),
            Renewed = row.Number("Renewed"),
            Place = (row.Number("Table"), row.Text("Partition"), row.Text("Row")),
        };
        return (note, row.ETag);
    }

    /// <summary>Stores a note.</summary>
    /// <param name="note">The note.</param>
    /// <param name="read">The version that it follows; null when there is none yet.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="RequestFailedException">409 or 412: another instance was faster.</exception>
    public Task PutAsync(EncryptionNote note, ETag? read, CancellationToken cancellation)
    {
        var row = new TableEntity(StorageTables.AppPartition, Row)
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            ["Current"] = note.Current,
            ["Since"] = note.Since,
            ["Keys"] = string.Join(' ', note.Keys),
            ["IsDone"] = note.IsDone,
            ["Renewed"] = note.Renewed,
            ["Table"] = note.Place.Table,
            ["Partition"] = note.Place.Partition,
            ["Row"] = note.Place.Row,
        };
        row.Put("BeganAt", note.BeganAt);
        return read is { } version
            ? tables.Platform.UpdateEntityAsync(row, version, TableUpdateMode.Replace, cancellation)
            : tables.Platform.AddEntityAsync(row, cancellation);
    }
}
