using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Contacts;

namespace Cadenza.Functions.Storage;

/// <summary>That a driver must have acted by a time. What is overdue by more than a minute is looked after by the sweep.</summary>
/// <param name="At">By when.</param>
/// <param name="Organization">Whose.</param>
/// <param name="Sequence">The sequence.</param>
/// <param name="Ordinal">The cohort, or null for the sequence itself.</param>
internal sealed record DueEntry(DateTimeOffset At, string Organization, string Sequence, int? Ordinal);

/// <summary>
/// The due index. Table <c>due</c>, partition: one of <see cref="Shards"/> by cohort, row <c>time|organization|sequence|ordinal</c>.
/// An entry is written before the row it stands for and removed after it, so what is due is never missing; one that stands
/// for nothing is removed by the sweep.
/// </summary>
internal sealed class DueStore(StorageTables tables)
{
    /// <summary>Partitions, so that many cohorts can be noted at once. Part of the stored format.</summary>
    public const int Shards = 4;

    /// <summary>Notes an entry.</summary>
    public Task PutAsync(DueEntry entry, CancellationToken cancellation) =>
        // Upsert without ETag: the row is nothing but its key, so writing it again changes nothing.
        tables.Due.UpsertEntityAsync(ToRow(entry), TableUpdateMode.Replace, cancellation);

    /// <summary>Forgets an entry; one that is not there is no error.</summary>
    public async Task RemoveAsync(DueEntry entry, CancellationToken cancellation)
    {
        var row = ToRow(entry);
        try
        {
            // ETag.All: the row is nothing but its key, so there is no newer version to lose.
            await tables.Due.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
        }
        catch (RequestFailedException error) when (error.IsMissing())
        {
            // An earlier run of the same activity removed it.
        }
    }

    /// <summary>What was due before a time, the oldest of each partition first.</summary>
    public async IAsyncEnumerable<DueEntry> ListAsync(
        DateTimeOffset before, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var shard = 0; shard < Shards; shard++)
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {RowKey.Number(shard, 2)} and RowKey lt {RowKey.Time(before)}");
            await foreach (var row in tables.Due.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            {
                yield return FromKey(row.RowKey);
            }
        }
    }

    private static TableEntity ToRow(DueEntry entry)
    {
        var ordinal = entry.Ordinal is { } number ? RowKey.Number(number, 8) : "sequence";
        var shard = ContactShards.Of(entry.Sequence + ordinal) % Shards;
        return new TableEntity(RowKey.Number(shard, 2), $"{RowKey.Time(entry.At)}|{entry.Organization}|{entry.Sequence}|{ordinal}")
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
        };
    }

    private static DueEntry FromKey(string key)
    {
        var parts = key.Split('|');
        var ticks = long.Parse(parts[0], CultureInfo.InvariantCulture);
        return new DueEntry(
            new DateTimeOffset(ticks, TimeSpan.Zero),
            parts[1],
            parts[2],
            int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal) ? ordinal : null);
    }
}
