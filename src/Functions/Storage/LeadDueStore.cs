using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace Cadenza.Functions.Storage;

/// <summary>Names one batch of leads, for its driver.</summary>
internal sealed record LeadBatchKey(string Organization, string Workflow, int Ordinal);

/// <summary>That a batch's driver must have acted by a time; with the ordinal <see cref="LeadDueStore.All"/>, that all of the workflow must be woken.</summary>
internal sealed record LeadDue(DateTimeOffset At, LeadBatchKey Key);

/// <summary>
/// When batches of leads are due. Table <c>due</c>, partition <c>lead|shard</c>, row <c>time|organization|workflow|ordinal</c>.
/// An entry is written before the row it stands for, so what is due is never missing; one that stands for nothing is removed
/// by the sweep.
/// </summary>
internal sealed class LeadDueStore(StorageTables tables)
{
    /// <summary>The ordinal that stands for every batch of a workflow.</summary>
    public const int All = 99_999_999;

    private const int Shards = 4;

    /// <summary>Notes an entry.</summary>
    public Task PutAsync(LeadDue entry, CancellationToken cancellation)
    {
        var (partition, row) = KeyOf(entry);
        // Upsert without ETag: the row is nothing but its key, so writing it again changes nothing.
        return tables.Due.UpsertEntityAsync(new TableEntity(partition, row) { [RowKey.SchemaColumn] = RowKey.Schema }, TableUpdateMode.Replace, cancellation);
    }

    /// <summary>Forgets an entry; one that is not there is no error.</summary>
    public async Task RemoveAsync(LeadDue entry, CancellationToken cancellation)
    {
        var (partition, row) = KeyOf(entry);
        try
        {
            // ETag.All: the row is nothing but its key, so there is no newer version to lose.
            await tables.Due.DeleteEntityAsync(partition, row, ETag.All, cancellation);
        }
        catch (RequestFailedException error) when (error.IsMissing())
        {
            // An earlier attempt removed it.
        }
    }

    /// <summary>What was due before a time, the oldest of each partition first.</summary>
    public async IAsyncEnumerable<LeadDue> ListAsync(
        DateTimeOffset before, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var shard = 0; shard < Shards; shard++)
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(shard)} and RowKey lt {RowKey.Time(before)}");
            await foreach (var row in tables.Due.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            {
                var parts = row.RowKey.Split('|');
                yield return new LeadDue(
                    new DateTimeOffset(long.Parse(parts[0], CultureInfo.InvariantCulture), TimeSpan.Zero),
                    new LeadBatchKey(parts[1], parts[2], int.Parse(parts[3], CultureInfo.InvariantCulture)));
            }
        }
    }

    private static (string Partition, string Row) KeyOf(LeadDue entry) =>
        (Partition(entry.Key.Ordinal % Shards),
            $"{RowKey.Time(entry.At)}|{entry.Key.Organization}|{entry.Key.Workflow}|{RowKey.Number(entry.Key.Ordinal, 8)}");

    private static string Partition(int shard) => RowKey.Join("lead", RowKey.Number(shard, 2));
}
