using Cadenza.LocalRuntime.Storage.Embedded.Sqlite;

namespace Cadenza.LocalRuntime.Storage.Embedded;

/// <summary>
/// Moves the log into the database file on a thread of its own, while writing goes on. The log starts over only when
/// all of it is moved, which a busy writer never sees; so once it is long, the writer moves the short rest itself.
/// </summary>
internal sealed class Checkpointer : IDisposable
{
    private const int OperationsBetween = 512;
    private const int LongLog = 8000;

    private readonly Database _database;
    private readonly Database _writer;
    private readonly SemaphoreSlim _requested = new(0, 1);
    private readonly Thread _thread;
    private int _operations;
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
    public void Wrote(int operations)
    {
        if (_long)
        {
            _long = false;
            _writer.Checkpoint();
        }

        _operations += operations;
        if (_operations < OperationsBetween) return;
        _operations = 0;
        Request();
    }

    public void Request()
    {
        if (_requested.CurrentCount > 0) return;
        try
        {
            _requested.Release();
        }
        catch (SemaphoreFullException)
        {
            // Someone else asked at the same moment.
        }
    }

    public void Dispose()
    {
        _stopping = true;
        Request();
        _thread.Join();
        _database.Dispose();
        _requested.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            _requested.Wait();
            if (_stopping) return;
            try
            {
                _long = _database.Checkpoint().Logged > LongLog;
            }
            catch (EmbeddedStorageException)
            {
                // The log keeps what could not be moved; whatever is wrong meets the next write, which reports it.
            }
        }
    }
}
