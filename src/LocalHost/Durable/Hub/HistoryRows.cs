using Azure.Data.Tables;
using Google.Protobuf;
using Microsoft.DurableTask.Protobuf;

namespace Cadenza.LocalHost.Durable.Hub;

/// <summary>
/// A turn as rows: one, unless it is large, for a row holds 1 MiB. The bytes are those of a <see cref="HistoryChunk"/>,
/// so that those of several turns, one after the other, are again a chunk.
/// </summary>
internal static class HistoryRows
{
    private const string Events = "Events";
    private const string Parts = "Parts";
    private const int BytesInRow = BinaryParts.InProperty * 13;

    public static IEnumerable<TableEntity> Write(string partition, string instanceId, int generation, int turn, IEnumerable<HistoryEvent> events)
    {
        var bytes = new HistoryChunk { Events = { events } }.ToByteArray();
        var parts = Math.Max(1, (bytes.Length + BytesInRow - 1) / BytesInRow);
        for (var part = 0; part < parts; part++)
        {
            var row = new TableEntity(partition, HubKeys.Turn(instanceId, generation, turn, part)) { [Parts] = parts };
            var start = part * BytesInRow;
            BinaryParts.Write(row, Events, bytes.AsSpan(start, Math.Min(BytesInRow, bytes.Length - start)));
            yield return row;
        }
    }

    /// <summary>The events in rows that came in order of their keys.</summary>
    /// <exception cref="InvalidDataException">The rows are not whole.</exception>
    public static IReadOnlyList<HistoryEvent> Read(IEnumerable<TableEntity> rows)
    {
        using var bytes = new MemoryStream();
        foreach (var turn in rows.GroupBy(row => row.RowKey[..row.RowKey.LastIndexOf('.')]))
        {
            // A larger turn of an older generation may have left more parts.
            foreach (var row in turn.Take(turn.First().GetInt32(Parts) ?? 1))
            {
                if (!BinaryParts.Read(row, Events, bytes)) throw new InvalidDataException($"Row {row.RowKey} holds no events.");
            }
        }

        try
        {
            return HistoryChunk.Parser.ParseFrom(bytes.GetBuffer(), 0, (int)bytes.Length).Events;
        }
        catch (InvalidProtocolBufferException damaged)
        {
            throw new InvalidDataException(damaged.Message, damaged);
        }
    }
}
