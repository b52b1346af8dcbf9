using Cadenza.Functions.Platform.Tables;

namespace Cadenza.Functions.Workflows.Storage;

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
    /// <summary>Adds an entry to the index.</summary>
    public Task PutAsync(RunDue entry, CancellationToken cancellation)
    {
        var (partition, row) = KeyOf(entry);
        return tables.Due.NoteAsync(partition, row, cancellation);
    }

    /// <summary>Forgets an entry; one that is not there is no error.</summary>
    public Task RemoveAsync(RunDue entry, CancellationToken cancellation)
    {
        var (partition, row) = KeyOf(entry);
        return tables.Due.DropAsync(partition, row, cancellation);
    }

    /// <summary>What was due before a time, the oldest of each partition first.</summary>
    public IAsyncEnumerable<RunDue> ListAsync(DateTimeOffset before, CancellationToken cancellation) =>
        tables.Due.ListDueAsync(Partition, before, cancellation).Select(due => new RunDue(due.At, new RunKey(due.Parts[1], due.Parts[2], due.Parts[3])));

    private static (string Partition, string Row) KeyOf(RunDue entry) =>
        (Partition(ShardOf(entry.Key.Run)),
            $"{RowKey.Time(entry.At)}|{entry.Key.Organization}|{entry.Key.Workflow}|{entry.Key.Run}");

    // The last digit of an id is as good as drawn by lot.
    private static int ShardOf(string run) => Convert.ToInt32(run[^1..], 16) % DueRows.Shards;

    private static string Partition(int shard) => RowKey.Join("run", RowKey.Number(shard, 2));
}
