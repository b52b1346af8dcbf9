using Cadenza.LocalHost.Storage.Embedded.Sqlite;

namespace Cadenza.LocalHost.Storage.Embedded;

/// <summary>
/// Moves the log into the database file on a thread of its own, while writing goes on. The log starts over only when
/// all of it is moved, which a busy writer never sees; so once it is long, the writer moves the short rest itself.
/// </summary>
internal sealed class Checkpointer : IDisposable
{
    private const int PagesWhenBusy = 1000;
    private const int PagesWhenIdle = 100;
    private const int RowsOnAPage = 16;
    private const int LongLog = 4000;

    private readonly Database _database;
    private readonly Database _writer;
    private readonly SemaphoreSlim _requested = new(0);
    private readonly Thread _thread;
    private int _pages;
    private volatile bool _long;
    private volatile bool _stopping;

    public Checkpointer(string path, Database writer)
    {
        _writer = writer;
        _database = DatabaseFile.Open(path);
        _thread = new Thread(Run) { IsBackground = true, Name = "storage checkpoint" };
        _thread.Start();
    }

    /// <summary>The writer has committed; called on its thread.</summary>
    public void Wrote(int rows)
    {
        if (_long)
        {
            _long = false;
            TryCheckpoint(_writer);
        }

        // A guess is enough: every commit writes a few pages, and many rows share one.
        _pages += 2 + (rows / RowsOnAPage);
        if (_pages >= PagesWhenBusy) Request();
    }

    /// <summary>Nothing waits to be written; called on the writer's thread. A short log is left for later, so that a rare write costs one sync and not three.</summary>
    public void Idle()
    {
        if (_pages >= PagesWhenIdle) Request();
    }

    public void Dispose()
    {
        _stopping = true;
        Wake();
        _thread.Join();
        _database.Dispose();
        _requested.Dispose();
    }

    private void Request()
    {
        _pages = 0;
        Wake();
    }

    private void Wake()
    {
        if (_requested.CurrentCount == 0) _requested.Release();
    }

    private void Run()
    {
        while (true)
        {
            _requested.Wait();
            if (_stopping) return;
            _long = TryCheckpoint(_database) > LongLog;
        }
    }

    /// <returns>Pages in the log.</returns>
    private static int TryCheckpoint(Database database)
    {
        try
        {
            return database.Checkpoint().Logged;
        }
        catch (EmbeddedStorageException)
        {
            // The log keeps what could not be moved; whatever is wrong meets the next write, which reports it.
            return 0;
        }
    }
}
