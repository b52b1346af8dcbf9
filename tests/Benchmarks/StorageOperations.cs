using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Cadenza.Benchmarks;

/// <summary>
/// Counts the requests that this process makes of tables and queues, by kind, and the rows it has written or deleted there, by
/// table; rows on embedded storage alone.
/// </summary>
internal sealed class StorageOperations : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _counts = new();
    private readonly ConcurrentDictionary<string, long> _rows = new();

    public StorageOperations()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Cadenza.Storage") listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var kind = tags.Length > 0 ? tags[0].Value?.ToString() ?? "?" : "?";
            (instrument.Name == "storage.rows" ? _rows : _counts).AddOrUpdate(kind, value, (_, sum) => sum + value);
        });
        _listener.Start();
    }

    /// <summary>Requests so far.</summary>
    public long Total => _counts.Values.Sum();

    /// <summary>Requests so far by kind, most first.</summary>
    public IReadOnlyDictionary<string, object> ByKind => Sorted(_counts);

    /// <summary>Rows so far by table, most first.</summary>
    public IReadOnlyDictionary<string, object> RowsByTable => Sorted(_rows);

    /// <summary>Rows so far, but for those of some tables.</summary>
    public long RowsWithout(params IEnumerable<string> tables) => _rows.Sum(pair => pair.Value) - tables.Sum(table => _rows.GetValueOrDefault(table));

    /// <summary>Begins again at zero.</summary>
    public void Reset()
    {
        _counts.Clear();
        _rows.Clear();
    }

    public void Dispose() => _listener.Dispose();

    private static Dictionary<string, object> Sorted(ConcurrentDictionary<string, long> counts) =>
        new(counts.OrderByDescending(pair => pair.Value).Select(pair => new KeyValuePair<string, object>(pair.Key, pair.Value)));
}
