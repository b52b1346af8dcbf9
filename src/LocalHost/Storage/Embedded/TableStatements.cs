using Cadenza.LocalHost.Storage.Embedded.Sqlite;

namespace Cadenza.LocalHost.Storage.Embedded;

/// <summary>Tables by name.</summary>
internal sealed class TableStatements(Database database) : IDisposable
{
    private readonly Statement _find = database.Prepare("SELECT id FROM tables WHERE name=?");
    private readonly Statement _create = database.Prepare("INSERT INTO tables(name) VALUES(?)");
    private readonly Statement _drop = database.Prepare("DELETE FROM tables WHERE id=?");
    private readonly Statement _markDropped = database.Prepare("INSERT INTO dropped(id) VALUES(?)");
    private readonly Statement _firstDropped = database.Prepare("SELECT id FROM dropped LIMIT 1");
    private readonly Statement _forgetDropped = database.Prepare("DELETE FROM dropped WHERE id=?");

    public long? Find(string name) => First(_find.BindText(1, name));

    public void Create(string name) => _create.BindText(1, name).Run();

    /// <summary>The table is gone at once; its rows are deleted little by little.</summary>
    public void Drop(long id)
    {
        _drop.Bind(1, id).Run();
        _markDropped.Bind(1, id).Run();
    }

    public long? FirstDropped() => First(_firstDropped);

    public void ForgetDropped(long id) => _forgetDropped.Bind(1, id).Run();

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_find, _create, _drop, _markDropped, _firstDropped, _forgetDropped]) statement.Dispose();
    }

    private static long? First(Statement statement)
    {
        if (!statement.Step()) return null;
        var id = statement.Int64(0);
        statement.Reset();
        return id;
    }
}
