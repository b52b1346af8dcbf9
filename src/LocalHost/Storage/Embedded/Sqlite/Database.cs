using SQLitePCL;

namespace Cadenza.LocalHost.Storage.Embedded.Sqlite;

/// <summary>One SQLite connection; used by one thread at a time.</summary>
internal sealed class Database : IDisposable
{
    private const int BusyTimeoutMilliseconds = 15_000;
    private readonly sqlite3 _handle;

    static Database() => Batteries_V2.Init();

    public Database(string path)
    {
        Path = path;
        var result = raw.sqlite3_open_v2(path, out _handle, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX, null);
        if (result != raw.SQLITE_OK)
        {
            var failure = Failure(result);
            Dispose();
            throw failure;
        }

        raw.sqlite3_busy_timeout(_handle, BusyTimeoutMilliseconds);
    }

    public string Path { get; }

    /// <summary>Rows that the last statement inserted, updated or deleted.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    public bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    public void Execute(string sql)
    {
        using var statement = Prepare(sql);
        while (statement.Step())
        {
        }
    }

    public long Scalar(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Int64(0) : throw new InvalidOperationException($"No row: {sql}");
    }

    public string ScalarText(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.String(0) : "";
    }

    public Statement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement));
        return new Statement(this, statement);
    }

    /// <summary>Moves committed pages from the log into the database file as far as no reader needs them, without waiting for anyone.</summary>
    /// <returns>Pages in the log, and how many of them are in the file now.</returns>
    public (int Logged, int Moved) Checkpoint()
    {
        var result = raw.sqlite3_wal_checkpoint_v2(_handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out var logged, out var moved);
        if (result != raw.SQLITE_BUSY) Check(result);
        return (logged, moved);
    }

    public void Check(int result)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE)) throw Failure(result);
    }

    public void Dispose() => _handle?.Dispose();

    private EmbeddedStorageException Failure(int result)
    {
        var detail = _handle is null || _handle.IsInvalid ? raw.sqlite3_errstr(result).utf8_to_string() : raw.sqlite3_errmsg(_handle).utf8_to_string();
        return new EmbeddedStorageException((result & 0xFF) switch
        {
            raw.SQLITE_CORRUPT => $"The database file '{Path}' is damaged ({detail}). Restore it from a backup, or move it away to start with an empty one.",
            raw.SQLITE_NOTADB => $"'{Path}' is not a SQLite database ({detail}). Name another folder, or move the file away.",
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"The database file '{Path}' is locked by another process ({detail}).",
            raw.SQLITE_FULL => $"The disk that holds '{Path}' is full ({detail}).",
            raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_PERM => $"The database file '{Path}' cannot be opened for writing ({detail}).",
            _ => $"The database file '{Path}' failed: {detail} (SQLite {result}).",
        });
    }
}
