using System.Text;
using Cadenza.LocalHost.Storage.Entities;

namespace Cadenza.LocalHost.Storage.Embedded;

/// <summary>A row's properties with others laid over them.</summary>
internal readonly ref struct PropertyMerge : IDisposable
{
    private readonly PropertyEncoder _encoder = new();
    private readonly int _start;

    public PropertyMerge(scoped RowKeys keys, scoped ReadOnlySpan<byte> old, scoped ReadOnlySpan<byte> changes)
    {
        _encoder.StartRow();
        _encoder.Key(Encoding.UTF8.GetString(keys.PartitionKey));
        _encoder.Key(Encoding.UTF8.GetString(keys.RowKey));
        _start = _encoder.Written.Length;
        _encoder.StartProperties();
        var kept = new PropertyReader(old);
        while (kept.MoveNext())
        {
            var value = TryFind(changes, kept.Name, out var changed) ? changed : kept.Value;
            _encoder.Copy(value.Type, kept.Name, value.Bytes);
        }

        var added = new PropertyReader(changes);
        while (added.MoveNext())
        {
            if (!TryFind(old, added.Name, out _)) _encoder.Copy(added.Value.Type, added.Name, added.Value.Bytes);
        }

        Fault = _encoder.FinishRow();
    }

    public StorageFault? Fault { get; }

    public ReadOnlySpan<byte> Properties => _encoder.Written[_start..];

    public void Dispose() => _encoder.Dispose();

    private static bool TryFind(ReadOnlySpan<byte> properties, scoped ReadOnlySpan<byte> name, out StoredValue value)
    {
        var reader = new PropertyReader(properties);
        while (reader.MoveNext())
        {
            if (!reader.Name.SequenceEqual(name)) continue;
            value = reader.Value;
            return true;
        }

        value = default;
        return false;
    }
}
