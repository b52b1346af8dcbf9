using Azure;
using Azure.Data.Tables;
using Cadenza.Functions.Platform.Security.Encryption;
using Cadenza.Functions.Webhooks.Storage;
using Cadenza.Functions.Workflows.Storage;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.App;

/// <summary>
/// Encrypts what was stored in the clear or with an earlier key, in bounded portions, until nothing of it is left. Then the
/// earlier keys are not needed any more, and it costs one read.
/// </summary>
internal sealed class Resealing(StorageTables tables, EncryptionKeys keys, EncryptionNotes notes, TimeProvider clock, ILogger<Resealing> log)
{
    private const int Portion = 500;

    // Instances that were started before the key was changed may write with the earlier one for so long.
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(1);

    private readonly (TableClient Table, SealedColumn[] Columns)[] _secrets =
    [
        (tables.Workflows, [.. WorkflowStore.SecretColumns.Select(name => new SealedColumn(keys, tables.Workflows, name))]),
        (tables.Webhooks, [.. WebhookStore.SecretColumns.Select(name => new SealedColumn(keys, tables.Webhooks, name))]),
    ];

    private bool _isDone;

    /// <summary>Does one portion.</summary>
    /// <returns>Whether nothing is left to do.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        if (_isDone || !keys.Encrypts) return true;
        if (await notes.FindAsync(cancellation) is not { } found || found.Note.Current != keys.CurrentId) return false;
        var note = found.Note.IsDone ? found.Note : await GoOnAsync(found.Note, cancellation);
        try
        {
            if (note != found.Note) await notes.PutAsync(note, found.Version, cancellation);
        }
        catch (RequestFailedException error) when (error.IsStale())
        {
            // Another instance did the same portion; writing a row twice does no harm.
            return false;
        }

        if (note.IsDone && note != found.Note) log.AllEncrypted(note.Current);
        return _isDone = note.IsDone;
    }

    private async Task<EncryptionNote> GoOnAsync(EncryptionNote note, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        note = note.BeganAt is null ? note with { BeganAt = now, Renewed = 0, Place = (0, "", "") } : note;
        var (table, columns) = _secrets[note.Place.Table];
        var (renewed, last) = await RenewAsync(table, columns, note.Place, cancellation);
        note = note with { Renewed = note.Renewed + renewed };
        if (last is not null) return note with { Place = (note.Place.Table, last.PartitionKey, last.RowKey) };
        if (note.Place.Table + 1 < _secrets.Length) return note with { Place = (note.Place.Table + 1, "", "") };
        return note.Renewed == 0 && note.BeganAt >= note.Since + Overlap
            ? note with { IsDone = true, Keys = [note.Current], BeganAt = null }
            : note with { BeganAt = null };
    }

    /// <summary>Goes through a portion of a table. The last row is null when the table is at its end.</summary>
    private async Task<(int Renewed, TableEntity? Last)> RenewAsync(
        TableClient table, SealedColumn[] columns, (int Table, string Partition, string Row) after, CancellationToken cancellation)
    {
        var (renewed, read) = (0, 0);
        TableEntity? last = null;
        foreach (var range in new[]
        {
            TableClient.CreateQueryFilter($"PartitionKey eq {after.Partition} and RowKey gt {after.Row}"),
            TableClient.CreateQueryFilter($"PartitionKey gt {after.Partition}"),
        })
        {
            await foreach (var row in table.QueryAsync<TableEntity>(range, Portion, cancellationToken: cancellation))
            {
                if (read == Portion) return (renewed, last);
                (read, last) = (read + 1, row);
                if (await RenewAsync(table, columns, row, cancellation)) renewed++;
            }
        }

        return (renewed, read == Portion ? last : null);
    }

    private async Task<bool> RenewAsync(TableClient table, SealedColumn[] columns, TableEntity row, CancellationToken cancellation)
    {
        try
        {
            if (!columns.Aggregate(false, (isChanged, column) => column.Renew(row) || isChanged)) return false;
            await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellation);
        }
        catch (RequestFailedException error) when (error.IsStale() || error.IsMissing())
        {
            // Somebody wrote or removed it at this moment. The next reading sees to what is left.
        }
        catch (InvalidDataException damaged)
        {
            // Nobody can read it, which is for a person to see to; the earlier keys are kept for that.
            log.NotResealed(damaged, table.Name);
        }

        return true;
    }
}
