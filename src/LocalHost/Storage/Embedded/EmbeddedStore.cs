namespace Cadenza.LocalHost.Storage.Embedded;

/// <summary>
/// The storage of one folder: one writer and many readers on one SQLite file. Every client of the folder in this
/// process shares one store, which lives until <see cref="Close"/> or the end of the process; nothing that was
/// acknowledged depends on how it ends.
/// </summary>
internal sealed class EmbeddedStore : IDisposable
{
    /// <summary>What every embedded storage calls its account.</summary>
    public const string AccountName = "embedded";

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, EmbeddedStore> Open = new(StringComparer.Ordinal);

    private readonly GroupCommitter _committer;

    private EmbeddedStore(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedStorageException($"The folder '{folder}' cannot be created: {failure.Message}", failure);
        }

        var path = Path.Combine(folder, DatabaseFile.Name);
        DatabaseFile.Prepare(path);
        Readers = new ReaderPool(path);
        Folder = folder;
        _committer = new GroupCommitter(path, Tables);
    }

    public string Folder { get; }

    public TableCatalog Tables { get; } = new();

    public ReaderPool Readers { get; }

    public QueueSignals Signals { get; } = new();

    /// <summary>The store of a folder, opened when it is not open yet.</summary>
    /// <exception cref="EmbeddedStorageException">Its file cannot be used.</exception>
    public static EmbeddedStore Of(string folder)
    {
        lock (Gate)
        {
            if (!Open.TryGetValue(folder, out var store)) Open[folder] = store = new EmbeddedStore(folder);
            return store;
        }
    }

    /// <summary>Finishes what is queued and closes the folder's file. Clients made before cannot be used any more.</summary>
    public static void Close(string folder)
    {
        EmbeddedStore? store;
        lock (Gate) Open.Remove(Path.GetFullPath(folder), out store);
        store?.Dispose();
    }

    /// <summary>Closes all that are open, at the end of the process: their logs are moved into their files then.</summary>
    public static void CloseAll()
    {
        EmbeddedStore[] stores;
        lock (Gate)
        {
            stores = [.. Open.Values];
            Open.Clear();
        }

        foreach (var store in stores) store.Dispose();
    }

    public void Dispose()
    {
        _committer.Dispose();
        Readers.Dispose();
    }

    public void Enqueue(WriteOperation operation) => _committer.Enqueue(operation);

    public Task<T> Write<T>(Func<Writer, Outcome<T>> function, Action? committed, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested) return Task.FromCanceled<T>(cancellation);
        var operation = new FunctionOperation<T>(function, committed);
        Enqueue(operation);
        return operation.Result;
    }

    /// <summary>Runs on the caller's thread, at once.</summary>
    public Task<T> Read<T>(Func<Reader, Outcome<T>> function, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested) return Task.FromCanceled<T>(cancellation);
        var reader = Readers.Rent();
        Outcome<T> outcome;
        try
        {
            outcome = function(reader);
        }
        catch
        {
            // Its statements may be half-way through their rows.
            reader.Dispose();
            throw;
        }

        Readers.Return(reader);
        return outcome.Fault is { } fault ? Task.FromException<T>(fault.ToException()) : Task.FromResult(outcome.Value!);
    }
}
