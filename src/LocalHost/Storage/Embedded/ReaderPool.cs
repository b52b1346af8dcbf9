using System.Collections.Concurrent;
using Cadenza.LocalHost.Storage.Embedded.Sqlite;

namespace Cadenza.LocalHost.Storage.Embedded;

/// <summary>Reading connections, each used by one caller at a time; as many as ever read at once.</summary>
internal sealed class ReaderPool(string path) : IDisposable
{
    private readonly ConcurrentBag<Reader> _idle = [];

    public Reader Rent() => _idle.TryTake(out var reader) ? reader : new Reader(DatabaseFile.Open(path));

    public void Return(Reader reader) => _idle.Add(reader);

    public void Dispose()
    {
        while (_idle.TryTake(out var reader)) reader.Dispose();
    }
}

/// <summary>A reading connection with its statements.</summary>
internal sealed class Reader(Database database) : IDisposable
{
    public Statement Point { get; } = database.Prepare("SELECT v,p FROM entity WHERE t=?1 AND pk=?2 AND rk=?3");

    /// <summary>Rows of one partition from a row key on, up to but without another.</summary>
    public Statement Partition { get; } = database.Prepare("SELECT rk,v,p FROM entity WHERE t=?1 AND pk=?2 AND rk>=?3 AND rk<?4 ORDER BY rk LIMIT ?5");

    /// <summary>Rows from a place on, up to but without another partition.</summary>
    public Statement Range { get; } = database.Prepare("SELECT rk,v,p,pk FROM entity WHERE t=?1 AND (pk,rk)>=(?2,?3) AND pk<?4 ORDER BY pk,rk LIMIT ?5");

    public Statement TableId { get; } = database.Prepare("SELECT id FROM tables WHERE name=?1");

    public Statement Queue { get; } = database.Prepare("SELECT id,metadata FROM queues WHERE name=?1");

    public Statement MessageCount { get; } = database.Prepare("SELECT count(*) FROM message WHERE q=?1");

    public Statement NextVisible { get; } = database.Prepare("SELECT min(visible) FROM message WHERE q=?1 AND visible<=?2");

    public Statement Peek { get; } = database.Prepare($"SELECT {MessageRow.Columns} FROM message WHERE q=?1 AND visible<=?2 AND expires>?2 ORDER BY visible,seq LIMIT ?3");

    public void Dispose()
    {
        foreach (var statement in (Statement[])[Point, Partition, Range, TableId, Queue, MessageCount, NextVisible, Peek]) statement.Dispose();
        database.Dispose();
    }
}
