using System.Collections.Concurrent;
using Azure;
using Cadenza.LocalHost.Storage.Embedded.Sqlite;

namespace Cadenza.LocalHost.Storage.Embedded;

/// <summary>Something to do in the writer's transaction. <see cref="Execute"/> throws only when the database fails; a refusal is an outcome.</summary>
internal abstract class WriteOperation
{
    /// <summary>How many rows it writes, about.</summary>
    public virtual int Rows => 1;

    public abstract void Execute(Writer writer);

    /// <summary>The transaction is on disk.</summary>
    public abstract void Complete();

    /// <summary>The transaction was undone.</summary>
    public abstract void Fail(Exception failure);
}

/// <summary>
/// The one thread that writes. It takes all operations that wait, runs them in one SQLite transaction, commits (one
/// fsync for all) and only then completes their callers. When nothing waits it tidies up.
/// </summary>
internal sealed class GroupCommitter : IDisposable
{
    private const int MaxOperations = 4096;
    private static readonly TimeSpan IdleAfter = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentQueue<WriteOperation> _waiting = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly List<WriteOperation> _group = [];
    private readonly Database _database;
    private readonly Writer _writer;
    private readonly Checkpointer _checkpointer;
    private readonly Thread _thread;
    private int _asleep;
    private volatile bool _stopping;

    public GroupCommitter(string path, TableCatalog catalog)
    {
        _database = DatabaseFile.Open(path);
        _writer = new Writer(_database, catalog);
        _checkpointer = new Checkpointer(path, _database);
        _thread = new Thread(Run) { IsBackground = true, Name = "storage writer" };
        _thread.Start();
    }

    public void Enqueue(WriteOperation operation)
    {
        ObjectDisposedException.ThrowIf(_stopping, this);
        _waiting.Enqueue(operation);
        if (Interlocked.Exchange(ref _asleep, 0) == 1) _arrived.Release();
    }

    public void Dispose()
    {
        _stopping = true;
        _arrived.Release();
        _thread.Join();
        _checkpointer.Dispose();
        _writer.Dispose();
        _database.Dispose();
        _arrived.Dispose();
    }

    private void Run()
    {
        var tidy = false;
        while (true)
        {
            TakeWaiting();
            if (_group.Count > 0)
            {
                Commit();
                tidy = true;
                continue;
            }

            if (_stopping) return;
            if (Sleep(tidy ? IdleAfter : Timeout.InfiniteTimeSpan) || !tidy) continue;
            tidy = Tidy();
        }
    }

    private void TakeWaiting()
    {
        _group.Clear();
        while (_group.Count < MaxOperations && _waiting.TryDequeue(out var operation)) _group.Add(operation);
    }

    /// <returns>Whether something arrived.</returns>
    private bool Sleep(TimeSpan atMost)
    {
        Interlocked.Exchange(ref _asleep, 1);
        // Something may have been queued before the flag was up.
        if (!_waiting.IsEmpty || _stopping)
        {
            if (Interlocked.Exchange(ref _asleep, 0) == 0) _arrived.Wait();
            return true;
        }

        if (_arrived.Wait(atMost)) return true;
        if (Interlocked.Exchange(ref _asleep, 0) == 1) return false;
        _arrived.Wait();
        return true;
    }

    private void Commit()
    {
        try
        {
            _writer.Begin();
            foreach (var operation in _group) operation.Execute(_writer);
            _writer.Commit();
        }
        catch (Exception failure)
        {
            Undo(failure);
            return;
        }

        foreach (var operation in _group) operation.Complete();
        _checkpointer.Wrote(_group.Sum(operation => operation.Rows));
    }

    // What broke the transaction broke it for everyone in it; each caller learns that nothing was written.
    private void Undo(Exception failure)
    {
        try
        {
            _writer.Rollback();
        }
        catch (EmbeddedStorageException)
        {
            // SQLite has undone it already; the first failure is the one to report.
        }

        foreach (var operation in _group)
            operation.Fail(new RequestFailedException(500, $"Nothing was written: {failure.Message}", "InternalError", failure));
    }

    /// <returns>Whether there is more to tidy.</returns>
    private bool Tidy()
    {
        try
        {
            if (_writer.PurgeDropped()) return true;
            _checkpointer.Idle();
            return false;
        }
        catch (EmbeddedStorageException)
        {
            // Tidying is tried again after the next write, which reports what is wrong to its caller.
            if (_database.InTransaction) _writer.Rollback();
            return false;
        }
    }
}
