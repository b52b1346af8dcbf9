using System.Threading.Channels;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Durable.Hub;

/// <summary>
/// The only writer of a shard. Commits that wait while another is under way go together in one transaction. Each
/// transaction also moves the shard's fence row on from the version this owner left it in; an owner that has lost
/// the task hub without knowing can therefore write nothing.
/// </summary>
internal sealed class ShardWriter(string partition, IHubStore store, string hubName, string owner, ILogger log)
{
    private const int RowsInTransaction = 100;
    private const int RefusalsBelieved = 3;
    private const int BytesInTransaction = 3_000_000;
    private readonly Channel<Commit> _queue = Channel.CreateUnbounded<Commit>(new() { SingleReader = true });
    private ETag _fence;
    private long _written;

    /// <summary>Takes the fence; from then on whoever had it can write no more.</summary>
    public async Task TakeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var row = await store.GetAsync(partition, HubKeys.Fence, cancellation).ConfigureAwait(false);
            _written = row?.GetInt64("Written") ?? 0;
            var action = row is null
                ? new TableTransactionAction(TableTransactionActionType.Add, Fence(_written))
                : new TableTransactionAction(TableTransactionActionType.UpdateReplace, Fence(_written), row.ETag);
            if (await store.TryWriteAsync([action], cancellation).ConfigureAwait(false) is not { } taken) continue;
            _fence = taken;
            return;
        }
    }

    /// <summary>Writes rows at once; for the owner that has taken the shard and does not run yet.</summary>
    public Task WriteNowAsync(List<TableTransactionAction> rows, CancellationToken cancellation) => WriteAsync(rows, cancellation);

    /// <summary>Puts rows in line; the task ends when they are written.</summary>
    public Task EnqueueAsync(IReadOnlyList<TableTransactionAction> rows)
    {
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(new Commit(rows, () => stored.TrySetResult(), exception => stored.TrySetException(exception)));
        return stored.Task;
    }

    /// <summary>Puts rows in line.</summary>
    public void Enqueue(Commit commit)
    {
        if (!_queue.Writer.TryWrite(commit)) commit.Refused(Stopped());
    }

    /// <summary>Writes until <see cref="Complete"/> was called and everything is written, or until cancelled.</summary>
    /// <exception cref="TaskHubLostException">Another process has taken the shard.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        List<Commit> batch = [];
        try
        {
            while (await _queue.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false))
            {
                Gather(batch);
                await WriteAsync([.. batch.SelectMany(commit => commit.Rows)], cancellation).ConfigureAwait(false);
                foreach (var commit in batch) commit.Stored();
                batch.Clear();
            }
        }
        catch (Exception stop)
        {
            Complete();
            var reason = stop is OperationCanceledException ? Stopped() : stop;
            foreach (var commit in batch) commit.Refused(reason);
            while (_queue.Reader.TryRead(out var commit)) commit.Refused(reason);
            throw;
        }
    }

    /// <summary>Nothing more will come.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    private void Gather(List<Commit> batch)
    {
        var (rows, bytes) = (1, 0);
        while (_queue.Reader.TryPeek(out var next)
            && (batch.Count == 0 || (rows + next.Rows.Count <= RowsInTransaction && bytes + next.Size <= BytesInTransaction)))
        {
            _queue.Reader.TryRead(out _);
            batch.Add(next);
            rows += next.Rows.Count;
            bytes += next.Size;
        }
    }

    /// <summary>Writes rows in one transaction, or in several when they are too many; then only the last makes them count.</summary>
    private async Task WriteAsync(List<TableTransactionAction> rows, CancellationToken cancellation)
    {
        var transaction = new List<TableTransactionAction>(rows.Count + 1);
        var bytes = 0;
        foreach (var row in rows)
        {
            var size = Commit.SizeOf(row);
            if (transaction.Count + 2 > RowsInTransaction || (transaction.Count > 0 && bytes + size > BytesInTransaction))
            {
                await TransactAsync(transaction, cancellation).ConfigureAwait(false);
                transaction.Clear();
                bytes = 0;
            }

            transaction.Add(row);
            bytes += size;
        }

        await TransactAsync(transaction, cancellation).ConfigureAwait(false);
    }

    private async Task TransactAsync(List<TableTransactionAction> rows, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            var fence = new TableTransactionAction(TableTransactionActionType.UpdateReplace, Fence(_written + 1), _fence);
            try
            {
                if (await store.TryWriteAsync([fence, .. rows], cancellation).ConfigureAwait(false) is { } version)
                {
                    _fence = version;
                    _written++;
                    return;
                }

                if (await WasWrittenAsync(cancellation).ConfigureAwait(false)) return;
                if (attempt >= RefusalsBelieved) throw new InvalidDataException($"Shard {partition} of task hub '{hubName}' does not hold what this process wrote there.");
            }
            catch (Exception failed) when (failed is not (OperationCanceledException or TaskHubLostException or InvalidDataException))
            {
                log.WriteFailed(failed, partition);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(2000, 20 << Math.Min(attempt, 7))), cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>After a refusal: whether an earlier attempt of the same transaction, believed failed, had been written.</summary>
    private async Task<bool> WasWrittenAsync(CancellationToken cancellation)
    {
        var row = await store.GetAsync(partition, HubKeys.Fence, cancellation).ConfigureAwait(false);
        if (row?.GetString("Owner") != owner) throw new TaskHubLostException(hubName);
        var written = row.GetInt64("Written") ?? 0;
        _fence = row.ETag;
        if (written == _written) return false;
        _written = written;
        return true;
    }

    private TaskHubStoppedException Stopped() => new($"Task hub '{hubName}' has stopped.");

    private TableEntity Fence(long written) => new(partition, HubKeys.Fence) { ["Owner"] = owner, ["Written"] = written };
}
