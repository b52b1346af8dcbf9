using Cadenza.LocalHost.Storage.Embedded.Sqlite;

namespace Cadenza.LocalHost.Storage.Embedded;

/// <summary>
/// The file behind embedded storage. It is created when missing and refused, untouched, when it is not ours.
/// Several processes may have it open: each sees the others' commits, and writers take turns.
/// </summary>
internal static class DatabaseFile
{
    public const string Name = "cadenza.db";
    private const long ApplicationId = 0x43444E5A;
    private const long SchemaVersion = 1;

    // A full check reads every page; up to this size that is not felt at start.
    private const long CheckedBytes = 8 << 20;

    private const string Schema = """
        CREATE TABLE tables(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL COLLATE NOCASE UNIQUE);
        CREATE TABLE dropped(id INTEGER PRIMARY KEY);
        CREATE TABLE entity(t INTEGER NOT NULL, pk TEXT NOT NULL, rk TEXT NOT NULL, v INTEGER NOT NULL, p BLOB NOT NULL, PRIMARY KEY(t, pk, rk)) WITHOUT ROWID;
        CREATE TABLE queues(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, metadata TEXT NOT NULL);
        CREATE TABLE message(seq INTEGER PRIMARY KEY AUTOINCREMENT, q INTEGER NOT NULL, visible INTEGER NOT NULL, inserted INTEGER NOT NULL, expires INTEGER NOT NULL, dequeued INTEGER NOT NULL, receipt INTEGER NOT NULL, body TEXT NOT NULL);
        CREATE INDEX message_order ON message(q, visible, seq);
        """;

    /// <exception cref="EmbeddedStorageException">The file is not a database, damaged, foreign or newer than this program.</exception>
    public static void Prepare(string path)
    {
        RefuseOtherFormats(path);
        RefuseDamagedLog(path);
        KeepFromOthers(path);
        using var database = new Database(path);
        // Foreign databases are recognized before anything, even the journal mode, is written to them.
        RefuseForeign(database);
        Configure(database);
        Create(database);
        RefuseDamaged(database);
    }

    /// <summary>A connection to a prepared file.</summary>
    public static Database Open(string path)
    {
        var database = new Database(path);
        Configure(database);
        return database;
    }

    private static void Configure(Database database)
    {
        database.Execute("PRAGMA page_size=8192");
        database.Execute("PRAGMA journal_mode=WAL");
        database.Execute("PRAGMA synchronous=FULL");
        database.Execute("PRAGMA wal_autocheckpoint=0");
        database.Execute("PRAGMA temp_store=MEMORY");
        // What was deleted must not be found in the file: a person who was erased is in it too.
        database.Execute("PRAGMA secure_delete=ON");
        // A commit makes readers drop their cached pages, so that a large cache would only be memory.
        database.Execute("PRAGMA cache_size=-2000");
    }

    private static void RefuseOtherFormats(string path)
    {
        if (!File.Exists(path)) return;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> header = stackalloc byte[16];
            var read = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
            if (read > 0 && !header[..read].SequenceEqual("SQLite format 3\0"u8))
                throw new EmbeddedStorageException($"'{path}' is not a SQLite database. Name another folder, or move the file away.");
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException)
        {
            throw new EmbeddedStorageException($"The database file '{path}' cannot be read: {failure.Message}", failure);
        }
    }

    private static void RefuseDamagedLog(string path)
    {
        var log = path + WriteAheadLog.Suffix;
        if (new FileInfo(log) is { Exists: true, Length: > 0 } && new FileInfo(path) is not { Exists: true, Length: > 0 })
        {
            throw new EmbeddedStorageException(
                $"The log '{log}' is there without its database '{path}'. Put the database back, or move the log away to start with an empty one.");
        }

        if (WriteAheadLog.Damage(log) is { } damage)
        {
            throw new EmbeddedStorageException(
                $"The log '{log}' is damaged: {damage}. What was acknowledged would be forgotten, and sent again. "
                + $"Restore '{path}' with its log from a backup, or move the log away to go on without all that is in it.");
        }
    }

    // SQLite gives the files beside it the mode of this one.
    private static void KeepFromOthers(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (!File.Exists(path))
        {
            new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete, UnixCreateMode = Own }).Dispose();
            return;
        }

        foreach (var file in new[] { path, path + WriteAheadLog.Suffix, path + "-shm" }.Where(File.Exists))
        {
            if ((File.GetUnixFileMode(file) & ~Own) != 0) File.SetUnixFileMode(file, Own);
        }
    }

    private static void RefuseForeign(Database database)
    {
        var application = database.Scalar("PRAGMA application_id");
        var version = database.Scalar("PRAGMA user_version");
        if (application != ApplicationId && (application != 0 || database.Scalar("SELECT count(*) FROM sqlite_master") != 0))
            throw new EmbeddedStorageException($"'{database.Path}' is the database of another program. Name another folder, or move the file away.");
        if (version > SchemaVersion)
            throw new EmbeddedStorageException($"'{database.Path}' was written by a newer version of Cadenza (format {version}; this one reads {SchemaVersion}).");
    }

    private static void Create(Database database)
    {
        // Two processes may start on an empty folder at once: the one that gets the lock first creates.
        database.Execute("BEGIN IMMEDIATE");
        if (database.Scalar("PRAGMA application_id") == 0)
        {
            foreach (var statement in Schema.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) database.Execute(statement);
            database.Execute($"PRAGMA application_id={ApplicationId}");
            database.Execute($"PRAGMA user_version={SchemaVersion}");
        }

        database.Execute("COMMIT");
    }

    private static void RefuseDamaged(Database database)
    {
        var bytes = database.Scalar("PRAGMA page_count") * database.Scalar("PRAGMA page_size");
        if (bytes > CheckedBytes)
        {
            database.ScalarText("SELECT max(pk) FROM entity");
            return;
        }

        var verdict = database.ScalarText("PRAGMA quick_check(1)");
        if (verdict != "ok")
            throw new EmbeddedStorageException($"The database file '{database.Path}' is damaged ({verdict}). Restore it from a backup, or move it away to start with an empty one.");
    }
}
