using System.Globalization;
using System.Text.Json;
using Cadenza.LocalHost.Storage.Embedded.Sqlite;

namespace Cadenza.LocalHost.Storage.Embedded;

/// <summary>A queue as it is stored.</summary>
internal sealed record QueueRow(long Id, Dictionary<string, string> Metadata)
{
    public static QueueRow? First(Statement statement)
    {
        if (!statement.Step()) return null;
        var row = new QueueRow(statement.Int64(0), JsonSerializer.Deserialize<Dictionary<string, string>>(statement.Bytes(1)) ?? []);
        statement.Reset();
        return row;
    }
}

/// <summary>A message; times are ticks.</summary>
internal readonly record struct MessageRow(long Sequence, long Visible, long Inserted, long Expires, long Dequeued, long Receipt, string Body)
{
    public const string Columns = "seq,visible,inserted,expires,dequeued,receipt,body";

    public string PopReceipt => Receipt.ToString("X", CultureInfo.InvariantCulture);

    /// <summary>The row that a statement which selects <see cref="Columns"/> is at.</summary>
    public static MessageRow Read(Statement row) =>
        new(row.Int64(0), row.Int64(1), row.Int64(2), row.Int64(3), row.Int64(4), row.Int64(5), row.String(6));
}

/// <summary>Queues and their messages, on the writing connection.</summary>
internal sealed class MessageStatements(Database database) : IDisposable
{
    private readonly Statement _find = database.Prepare("SELECT id,metadata FROM queues WHERE name=?1");
    private readonly Statement _create = database.Prepare("INSERT INTO queues(name,metadata) VALUES(?1,?2)");
    private readonly Statement _drop = database.Prepare("DELETE FROM queues WHERE id=?1");
    private readonly Statement _clear = database.Prepare("DELETE FROM message WHERE q=?1");
    private readonly Statement _send = database.Prepare("INSERT INTO message(q,visible,inserted,expires,dequeued,receipt,body) VALUES(?1,?2,?3,?4,0,?5,?6) RETURNING seq");
    private readonly Statement _visible = database.Prepare($"SELECT {MessageRow.Columns} FROM message WHERE q=?1 AND visible<=?2 ORDER BY visible,seq LIMIT ?3");
    private readonly Statement _read = database.Prepare($"SELECT {MessageRow.Columns} FROM message WHERE q=?1 AND seq=?2");
    private readonly Statement _receive = database.Prepare("UPDATE message SET visible=?2,dequeued=?3,receipt=?4 WHERE seq=?1");
    private readonly Statement _update = database.Prepare("UPDATE message SET visible=?2,receipt=?3,body=?4 WHERE seq=?1");
    private readonly Statement _touch = database.Prepare("UPDATE message SET visible=?2,receipt=?3 WHERE seq=?1");
    private readonly Statement _delete = database.Prepare("DELETE FROM message WHERE seq=?1");

    public QueueRow? Find(string queue) => QueueRow.First(_find.BindText(1, queue));

    public void Create(string queue, IDictionary<string, string> metadata) =>
        _create.BindText(1, queue).BindText(2, JsonSerializer.Serialize(metadata)).Run();

    public void Drop(long queue)
    {
        Clear(queue);
        _drop.Bind(1, queue).Run();
    }

    public void Clear(long queue) => _clear.Bind(1, queue).Run();

    public long Send(long queue, in MessageRow message)
    {
        _send.Bind(1, queue).Bind(2, message.Visible).Bind(3, message.Inserted).Bind(4, message.Expires).Bind(5, message.Receipt).BindText(6, message.Body).Step();
        var sequence = _send.Int64(0);
        _send.Reset();
        return sequence;
    }

    /// <summary>Messages visible at a time, the longest visible first.</summary>
    public List<MessageRow> Visible(long queue, long now, int atMost)
    {
        var rows = new List<MessageRow>();
        _visible.Bind(1, queue).Bind(2, now).Bind(3, atMost);
        while (_visible.Step()) rows.Add(MessageRow.Read(_visible));
        return rows;
    }

    public MessageRow? Read(long queue, long sequence)
    {
        if (!_read.Bind(1, queue).Bind(2, sequence).Step()) return null;
        var row = MessageRow.Read(_read);
        _read.Reset();
        return row;
    }

    public void Receive(in MessageRow message) =>
        _receive.Bind(1, message.Sequence).Bind(2, message.Visible).Bind(3, message.Dequeued).Bind(4, message.Receipt).Run();

    public void Update(long sequence, long visible, long receipt, string? body)
    {
        if (body is null) _touch.Bind(1, sequence).Bind(2, visible).Bind(3, receipt).Run();
        else _update.Bind(1, sequence).Bind(2, visible).Bind(3, receipt).BindText(4, body).Run();
    }

    public void Delete(long sequence) => _delete.Bind(1, sequence).Run();

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_find, _create, _drop, _clear, _send, _visible, _read, _receive, _update, _touch, _delete]) statement.Dispose();
    }
}
