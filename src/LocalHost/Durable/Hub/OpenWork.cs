using Microsoft.DurableTask.Protobuf;

namespace Cadenza.LocalHost.Durable.Hub;

/// <summary>
/// What a generation has asked for and not got: all that has to be known of a waiting orchestration's history. A timer
/// that its code has given up stays until it fires, for nobody tells the host.
/// </summary>
internal sealed class OpenWork
{
    public static readonly OpenWork None = new([]);

    private readonly OpenItem[] _items;

    private OpenWork(OpenItem[] items) => _items = items;

    public IReadOnlyList<OpenItem> Items => _items;

    /// <summary>Whether something is under way that a start has to see to.</summary>
    public bool HasTasks => Array.Exists(_items, item => item.Kind != OpenKind.Timer);

    /// <summary>Whether it waits for sub-orchestrations.</summary>
    public bool HasChildren => Array.Exists(_items, item => item.Kind == OpenKind.Child);

    /// <summary>When the next timer falls due; null without timers.</summary>
    public DateTimeOffset? NextTimer
    {
        get
        {
            var next = long.MaxValue;
            foreach (var item in _items)
            {
                if (item.Kind == OpenKind.Timer && item.FireAt < next) next = item.FireAt;
            }

            return next == long.MaxValue ? null : new DateTimeOffset(next, TimeSpan.Zero);
        }
    }

    public bool Has(int id, OpenKind kind) => Array.Exists(_items, item => item.Id == id && item.Kind == kind);

    /// <summary>The timers that have fallen due, in order of their time.</summary>
    public IEnumerable<OpenItem> Due(DateTime now) =>
        _items.Where(item => item.Kind == OpenKind.Timer && item.FireAt <= now.Ticks).OrderBy(item => item.FireAt).ThenBy(item => item.Id);

    /// <summary>After a turn with these events.</summary>
    public OpenWork After(IEnumerable<HistoryEvent> turn)
    {
        var items = new List<OpenItem>(_items);
        foreach (var happened in turn)
        {
            if (Asked(happened) is { } asked) items.Add(asked);
            else if (Answered(happened) is { } id) items.RemoveAll(item => item.Id == id);
        }

        return items.Count == 0 ? None : new OpenWork([.. items]);
    }

    /// <summary>The id of what an event brings an answer to.</summary>
    public static int? Answered(HistoryEvent happened) => happened.EventTypeCase switch
    {
        HistoryEvent.EventTypeOneofCase.TaskCompleted => happened.TaskCompleted.TaskScheduledId,
        HistoryEvent.EventTypeOneofCase.TaskFailed => happened.TaskFailed.TaskScheduledId,
        HistoryEvent.EventTypeOneofCase.SubOrchestrationInstanceCompleted => happened.SubOrchestrationInstanceCompleted.TaskScheduledId,
        HistoryEvent.EventTypeOneofCase.SubOrchestrationInstanceFailed => happened.SubOrchestrationInstanceFailed.TaskScheduledId,
        HistoryEvent.EventTypeOneofCase.TimerFired => happened.TimerFired.TimerId,
        _ => null,
    };

    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        foreach (var item in _items)
        {
            writer.Write((byte)item.Kind);
            writer.Write7BitEncodedInt(item.Id);
            if (item.Kind == OpenKind.Timer) writer.Write(item.FireAt);
        }

        return bytes.ToArray();
    }

    public static OpenWork Read(byte[]? bytes)
    {
        if (bytes is null or []) return None;
        using var reader = new BinaryReader(new MemoryStream(bytes));
        var items = new List<OpenItem>();
        while (reader.BaseStream.Position < bytes.Length)
        {
            var kind = (OpenKind)reader.ReadByte();
            items.Add(new OpenItem(reader.Read7BitEncodedInt(), kind, kind == OpenKind.Timer ? reader.ReadInt64() : 0));
        }

        return new OpenWork([.. items]);
    }

    private static OpenItem? Asked(HistoryEvent happened) => happened.EventTypeCase switch
    {
        HistoryEvent.EventTypeOneofCase.TaskScheduled => new OpenItem(happened.EventId, OpenKind.Activity),
        HistoryEvent.EventTypeOneofCase.SubOrchestrationInstanceCreated => new OpenItem(happened.EventId, OpenKind.Child),
        HistoryEvent.EventTypeOneofCase.TimerCreated => new OpenItem(happened.EventId, OpenKind.Timer, happened.TimerCreated.FireAt.ToDateTime().Ticks),
        _ => null,
    };
}
