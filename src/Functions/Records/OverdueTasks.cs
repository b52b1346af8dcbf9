using Cadenza.Functions.Records.Storage;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Records;

/// <summary>
/// Finds the tasks that are late (D7). What has come due is read from the index, the oldest first and in bounded pages, and
/// told once: the task's own row says for which moment it was told. A clock that jumps forward finds all that lies between;
/// one that jumps back finds nothing until it is there again.
/// </summary>
internal sealed class OverdueTasks(RecordDueStore due, TableRecords records, TimeProvider clock, ILogger<OverdueTasks> log)
{
    // An entry is written before its task: one that finds no task that old has none.
    private static readonly TimeSpan Unwritten = TimeSpan.FromMinutes(2);

    private const int Page = 200;
    private const int MaxPages = 10;
    private const int AtOnce = 8;

    /// <summary>Tells of what has come due; what is left over is for the next sweep.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await Task.WhenAll(Enumerable.Range(0, RecordDueStore.Shards).Select(shard => SweepAsync(shard, now, cancellation)));
    }

    private async Task SweepAsync(int shard, DateTimeOffset now, CancellationToken cancellation)
    {
        TaskDue? last = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var entries = await due.ReadAsync(shard, last, now, Page, cancellation);
            await Parallel.ForEachAsync(
                entries,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
                async (entry, token) => await TryAsync(entry, now, token));
            if (entries.Count < Page) return;
            last = entries[^1];
        }
    }

    private async Task TryAsync(TaskDue entry, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            var isTold = await records.TellOverdueAsync(entry, now, cancellation);
            if (isTold || now - entry.NotedAt >= Unwritten) await due.RemoveAsync(entry, cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // One task must not keep the others from being told of.
            log.OverdueFailed(fault);
        }
    }
}
