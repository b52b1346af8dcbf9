using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Cadenza.Benchmarks;

/// <summary>Counts the requests that this process makes of tables and queues, by kind.</summary>
internal sealed class StorageOperations : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _counts = new();

    public StorageOperations()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Cadenza.Storage") listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            var kind = tags.Length > 0 ? tags[0].Value?.ToString() ?? "?" : "?";
            _counts.AddOrUpdate(kind, value, (_, sum) => sum + value);
        });
        _listener.Start();
    }

    /// <summary>Requests so far.</summary>
    public long Total => _counts.Values.Sum();

    /// <summary>Requests so far by kind, most first.</summary>
    public IReadOnlyDictionary<string, object> ByKind =>
        new Dictionary<string, object>(_counts.OrderByDescending(pair => pair.Value).Select(pair => new KeyValuePair<string, object>(pair.Key, pair.Value)));

    /// <summary>Begins again at zero.</summary>
    public void Reset() => _counts.Clear();

    public void Dispose() => _listener.Dispose();
}
