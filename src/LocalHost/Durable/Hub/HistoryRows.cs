using System.Globalization;
using System.Text;
using Azure.Data.Tables;
using Cadenza.LocalHost.Durable.History;

namespace Cadenza.LocalHost.Durable.Hub;

/// <summary>A turn as rows: one, unless it is large. A property holds 64 KB, which is 32 K characters, and a row 1 MB.</summary>
internal static class HistoryRows
{
    private const int CharactersInProperty = 32_000;
    private const int PropertiesInRow = 14;
    private const string Parts = "Parts";
    private const int CharactersInRow = CharactersInProperty * PropertiesInRow;

    public static IEnumerable<TableEntity> Write(string partition, string instanceId, int generation, int turn, List<HistoryEvent> events)
    {
        var json = HistoryJson.Write(events);
        var parts = (json.Length + CharactersInRow - 1) / CharactersInRow;
        for (var part = 0; part < parts; part++)
        {
            var row = new TableEntity(partition, HubKeys.Turn(instanceId, generation, turn, part)) { [Parts] = parts };
            var ofRow = json.AsSpan(part * CharactersInRow, Math.Min(CharactersInRow, json.Length - (part * CharactersInRow)));
            for (var property = 0; property * CharactersInProperty < ofRow.Length; property++)
            {
                // Cut anywhere: the JSON writer escapes what is not ASCII, so no character pair is torn.
                var start = property * CharactersInProperty;
                row[Property(property)] = ofRow.Slice(start, Math.Min(CharactersInProperty, ofRow.Length - start)).ToString();
            }

            yield return row;
        }
    }

    /// <summary>The turns in rows that came in order of their keys.</summary>
    public static List<List<HistoryEvent>> Read(IEnumerable<TableEntity> rows)
    {
        var turns = new List<List<HistoryEvent>>();
        foreach (var turn in rows.GroupBy(row => row.RowKey[..row.RowKey.LastIndexOf('.')]))
        {
            var json = new StringBuilder();
            // A larger turn of an older generation may have left more parts.
            foreach (var row in turn.Take(turn.First().GetInt32(Parts) ?? 1))
            {
                for (var i = 0; row.GetString(Property(i)) is { } text; i++) json.Append(text);
            }

            turns.Add(HistoryJson.Read(json.ToString()));
        }

        return turns;
    }

    private static string Property(int index) => index == 0 ? "Events" : string.Create(CultureInfo.InvariantCulture, $"Events{index}");
}
