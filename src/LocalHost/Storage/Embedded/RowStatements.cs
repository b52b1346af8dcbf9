using Cadenza.LocalHost.Storage.Embedded.Sqlite;

namespace Cadenza.LocalHost.Storage.Embedded;

/// <summary>Where a row is.</summary>
internal readonly ref struct RowKeys(long table, ReadOnlySpan<byte> partitionKey, ReadOnlySpan<byte> rowKey)
{
    public long Table { get; } = table;

    public ReadOnlySpan<byte> PartitionKey { get; } = partitionKey;

    public ReadOnlySpan<byte> RowKey { get; } = rowKey;
}

/// <summary>Writes to rows. Each says whether it changed one.</summary>
internal sealed class RowStatements(Database database) : IDisposable
{
    private const string Where = "WHERE t=?1 AND pk=?2 AND rk=?3";

    private readonly Statement _insert = database.Prepare("INSERT INTO entity(t,pk,rk,v,p) VALUES(?1,?2,?3,?4,?5) ON CONFLICT DO NOTHING");
    private readonly Statement _upsert = database.Prepare("INSERT INTO entity(t,pk,rk,v,p) VALUES(?1,?2,?3,?4,?5) ON CONFLICT(t,pk,rk) DO UPDATE SET v=excluded.v,p=excluded.p");
    private readonly Statement _update = database.Prepare($"UPDATE entity SET v=?4,p=?5 {Where}");
    private readonly Statement _updateIf = database.Prepare($"UPDATE entity SET v=?4,p=?5 {Where} AND v=?6");
    private readonly Statement _delete = database.Prepare($"DELETE FROM entity {Where}");
    private readonly Statement _deleteIf = database.Prepare($"DELETE FROM entity {Where} AND v=?4");
    private readonly Statement _read = database.Prepare($"SELECT v,p FROM entity {Where}");
    private readonly Statement _purge = database.Prepare("DELETE FROM entity WHERE t=?1 AND (pk,rk) IN (SELECT pk,rk FROM entity WHERE t=?1 LIMIT ?2)");

    public bool Insert(scoped RowKeys keys, long version, scoped ReadOnlySpan<byte> properties) => Bind(_insert, keys).Bind(4, version).BindBlob(5, properties).Run() > 0;

    public void Upsert(scoped RowKeys keys, long version, scoped ReadOnlySpan<byte> properties) => Bind(_upsert, keys).Bind(4, version).BindBlob(5, properties).Run();

    public bool Update(scoped RowKeys keys, long version, scoped ReadOnlySpan<byte> properties) => Bind(_update, keys).Bind(4, version).BindBlob(5, properties).Run() > 0;

    public bool UpdateIf(scoped RowKeys keys, long expected, long version, scoped ReadOnlySpan<byte> properties) =>
        Bind(_updateIf, keys).Bind(4, version).BindBlob(5, properties).Bind(6, expected).Run() > 0;

    public bool Delete(scoped RowKeys keys) => Bind(_delete, keys).Run() > 0;

    public bool DeleteIf(scoped RowKeys keys, long expected) => Bind(_deleteIf, keys).Bind(4, expected).Run() > 0;

    public bool Exists(scoped RowKeys keys)
    {
        var found = Bind(_read, keys).Step();
        _read.Reset();
        return found;
    }

    /// <summary>The row's version and properties, valid until <see cref="EndRead"/>.</summary>
    public bool Read(scoped RowKeys keys, out long version, out ReadOnlySpan<byte> properties)
    {
        var found = Bind(_read, keys).Step();
        version = found ? _read.Int64(0) : 0;
        properties = found ? _read.Bytes(1) : default;
        return found;
    }

    public void EndRead() => _read.Reset();

    public int Purge(long table, int rows) => _purge.Bind(1, table).Bind(2, rows).Run();

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_insert, _upsert, _update, _updateIf, _delete, _deleteIf, _read, _purge]) statement.Dispose();
    }

    private static Statement Bind(Statement statement, scoped RowKeys keys) =>
        statement.Bind(1, keys.Table).BindText(2, keys.PartitionKey).BindText(3, keys.RowKey);
}
