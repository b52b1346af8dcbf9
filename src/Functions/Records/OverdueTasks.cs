using Cadenza.Functions.Records.Storage;
using Cadenza.Functions.Timing;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Records;

/// <summary>
/// Finds the tasks that are late (D7). What has come due is read from the index, the oldest first and in bounded number, and
/// told once: the task's own row says for which moment it was told. A clock that jumps forward finds all that lies between;
/// one that jumps back finds nothing until it is there again.
/// </summary>
internal sealed class OverdueTasks(DueIndex<TaskKey> due, TableRecords records, TimeProvider clock, ILogger<OverdueTasks> log)
{
    // An entry is written before its task: one that finds no task that old has none.
    private static readonly TimeSpan Unwritten = TimeSpan.FromMinutes(2);

    private const int MaxPerShard = 2000;
    private const int AtOnce = 8;

    /// <summary>Tells of what has come due; what is left over is for the next sweep.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await Task.WhenAll(Enumerable.Range(0, DueIndex.Shards).Select(shard => Parallel.ForEachAsync(
            due.ListAsync(shard, now, cancellation).Take(MaxPerShard),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (entry, token) => await TryAsync(entry, now, token))));
    }

    private async Task TryAsync(Due<TaskKey> entry, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            var isTold = await records.TellOverdueAsync(entry, now, cancellation);
            if (isTold || !(now - entry.NotedAt < Unwritten)) await due.RemoveAsync(entry, cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // One task must not keep the others from being told of.
            log.OverdueFailed(fault);
        }
    }
}
