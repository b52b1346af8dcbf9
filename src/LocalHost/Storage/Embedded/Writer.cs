using Cadenza.LocalHost.Storage.Embedded.Sqlite;

namespace Cadenza.LocalHost.Storage.Embedded;

/// <summary>The writing connection with its statements; used on the writer's thread only.</summary>
internal sealed class Writer : IDisposable
{
    private const int PurgedRows = 1000;

    private readonly Database _database;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _dataVersion;
    private readonly Statement _savepoint;
    private readonly Statement _release;
    private readonly Statement _undo;
    private long _seenVersion;
    private long _lastTick;

    public Writer(Database database, TableCatalog catalog)
    {
        _database = database;
        database.Execute("PRAGMA cache_size=-16000");
        Catalog = catalog;
        _begin = database.Prepare("BEGIN IMMEDIATE");
        _commit = database.Prepare("COMMIT");
        _dataVersion = database.Prepare("PRAGMA data_version");
        _savepoint = database.Prepare("SAVEPOINT s");
        _release = database.Prepare("RELEASE s");
        _undo = database.Prepare("ROLLBACK TO s");
        _seenVersion = database.Scalar("PRAGMA data_version");
        Names = new TableStatements(database);
        Rows = new RowStatements(database);
        Messages = new MessageStatements(database);
    }

    public TableCatalog Catalog { get; }

    public TableStatements Names { get; }

    public RowStatements Rows { get; }

    public MessageStatements Messages { get; }

    /// <summary>Ticks of the system clock, but each time a later one: versions and receipts must not repeat.</summary>
    public long NextTick() => _lastTick = Math.Max(_lastTick + 1, DateTime.UtcNow.Ticks);

    public void Begin()
    {
        _begin.Run();
        _dataVersion.Step();
        var version = _dataVersion.Int64(0);
        _dataVersion.Reset();
        if (version == _seenVersion) return;
        // Another process wrote: it may have dropped a table that is remembered here.
        _seenVersion = version;
        Catalog.Forget();
    }

    public void Commit() => _commit.Run();

    public void Rollback() => _database.Execute("ROLLBACK");

    public void Save() => _savepoint.Run();

    public void Keep() => _release.Run();

    public void UndoToSave()
    {
        _undo.Run();
        _release.Run();
    }

    /// <summary>The id of a table, or null when there is none.</summary>
    public long? TableId(string table) => Catalog.TryGet(table, out var id) ? id : Names.Find(table);

    /// <summary>Deletes some rows of dropped tables; whether there may be more.</summary>
    public bool PurgeDropped()
    {
        if (Names.FirstDropped() is not { } id) return false;
        Begin();
        if (Rows.Purge(id, PurgedRows) < PurgedRows) Names.ForgetDropped(id);
        Commit();
        return true;
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_begin, _commit, _dataVersion, _savepoint, _release, _undo]) statement.Dispose();
        Names.Dispose();
        Rows.Dispose();
        Messages.Dispose();
    }
}
