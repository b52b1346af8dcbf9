using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace Cadenza.Functions.Storage;

/// <summary>Names one run, for its driver.</summary>
internal sealed record RunKey(string Organization, string Workflow, string Run);

/// <summary>That a run's driver must have acted by a time.</summary>
internal sealed record RunDue(DateTimeOffset At, RunKey Key);

/// <summary>
/// When idle runs are due. Table <c>due</c>, partition <c>run|shard</c> by run, row <c>time|organization|workflow|run</c>. As
/// with cohorts an entry is written before the run says that it waits, so what is due is never missing; one that stands for
/// nothing is removed by the sweep.
/// </summary>
internal sealed class RunDueStore(StorageTables tables)
{
    private const int Shards = 4;

    /// <summary>Notes an entry.</summary>
    public Task PutAsync(RunDue entry, CancellationToken cancellation)
    {
        var (partition, row) = KeyOf(entry);
        // Upsert without ETag: the row is nothing but its key, so writing it again changes nothing.
        return tables.Due.UpsertEntityAsync(new TableEntity(partition, row) { [RowKey.SchemaColumn] = RowKey.Schema }, TableUpdateMode.Replace, cancellation);
    }

    /// <summary>Forgets an entry; one that is not there is no error.</summary>
    public async Task RemoveAsync(RunDue entry, CancellationToken cancellation)
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
    public async IAsyncEnumerable<RunDue> ListAsync(
        DateTimeOffset before, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var shard = 0; shard < Shards; shard++)
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(shard)} and RowKey lt {RowKey.Time(before)}");
            await foreach (var row in tables.Due.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            {
                var parts = row.RowKey.Split('|');
                yield return new RunDue(
                    new DateTimeOffset(long.Parse(parts[0], CultureInfo.InvariantCulture), TimeSpan.Zero), new RunKey(parts[1], parts[2], parts[3]));
            }
        }
    }

    private static (string Partition, string Row) KeyOf(RunDue entry) =>
        (Partition(ShardOf(entry.Key.Run)),
            $"{RowKey.Time(entry.At)}|{entry.Key.Organization}|{entry.Key.Workflow}|{entry.Key.Run}");

    // The last digit of an id is as good as drawn by lot.
    private static int ShardOf(string run) => Convert.ToInt32(run[^1..], 16) % Shards;

    private static string Partition(int shard) => RowKey.Join("run", RowKey.Number(shard, 2));
}
