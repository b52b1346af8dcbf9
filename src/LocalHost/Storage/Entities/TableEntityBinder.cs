using System.Collections.Concurrent;
using System.Text;
using Azure.Data.Tables;

namespace Cadenza.LocalHost.Storage.Entities;

/// <summary>Binds the dictionary entity.</summary>
internal sealed class TableEntityBinder : EntityBinder
{
    // An application has a few hundred property names; names beyond that are encoded each time.
    private const int MaxCachedNames = 4096;
    private static readonly ConcurrentDictionary<string, byte[]> Names = new(StringComparer.Ordinal);

    public override void Write(ITableEntity entity, PropertyEncoder target)
    {
        foreach (var (name, value) in ((TableEntity)entity).Properties)
        {
            if (value is null || name is "PartitionKey" or "RowKey" or "Timestamp" || name.StartsWith("odata.", StringComparison.Ordinal)) continue;
            Write(target, NameOf(name, target), value);
        }
    }

    public override ITableEntity Read(scoped in StoredRow row)
    {
        var entity = new TableEntity();
        var properties = entity.Properties;
        properties[TableEntity.ETagKey] = row.ETag.ToString();
        if (row.PartitionKey is { } partitionKey) properties["PartitionKey"] = partitionKey;
        if (row.RowKey is { } rowKey) properties["RowKey"] = rowKey;
        if (row.Timestamp is { } timestamp) properties["Timestamp"] = timestamp;
        var reader = new PropertyReader(row.Properties);
        while (reader.MoveNext())
        {
            if (row.Wants(reader.Name)) properties[Encoding.UTF8.GetString(reader.Name)] = reader.Value.AsObject();
        }

        return entity;
    }

    private static ReadOnlySpan<byte> NameOf(string name, PropertyEncoder target)
    {
        if (Names.TryGetValue(name, out var known)) return known;
        if (TableNames.FaultOfProperty(name) is { } fault)
        {
            target.Refuse(fault);
            return Encoding.UTF8.GetBytes(name);
        }

        var bytes = Encoding.UTF8.GetBytes(name);
        if (Names.Count < MaxCachedNames) Names.TryAdd(name, bytes);
        return bytes;
    }

    private static void Write(PropertyEncoder target, ReadOnlySpan<byte> name, object value)
    {
        switch (value)
        {
            case string text: target.String(name, text); break;
            case int number: target.Int32(name, number); break;
            case long number: target.Int64(name, number); break;
            case bool flag: target.Boolean(name, flag); break;
            case double number: target.Double(name, number); break;
            case DateTimeOffset time: target.DateTime(name, time); break;
            case DateTime time: target.DateTime(name, ValueCodecs.Utc(time)); break;
            case Guid guid: target.Guid(name, guid); break;
            case byte[] bytes: target.Binary(name, bytes); break;
            case BinaryData data: target.Binary(name, data.ToMemory().Span); break;
            case float number: target.Double(name, number); break;
            case Enum symbol: target.String(name, symbol.ToString()); break;
            default: throw new NotSupportedException($"Property '{Encoding.UTF8.GetString(name)}' is a {value.GetType()}, which tables cannot store.");
        }
    }
}
