using System.Text;
using Azure.Data.Tables;

namespace Cadenza.LocalHost.Storage.Entities;

/// <summary>Binds the dictionary entity.</summary>
internal sealed class TableEntityBinder : EntityBinder
{
    private const string ETagKey = "odata.etag";

    [ThreadStatic]
    private static Dictionary<string, object>? _scratch;

    public override void Write(ITableEntity entity, PropertyEncoder target)
    {
        foreach (var (name, value) in (IDictionary<string, object?>)entity)
        {
            if (value is null || name is "PartitionKey" or "RowKey" or "Timestamp" || name.StartsWith("odata.", StringComparison.Ordinal)) continue;
            Write(target, PropertyNames.Utf8(name, target), value);
        }
    }

    public override ITableEntity Read(scoped in StoredRow row)
    {
        // The entity copies what it is given, at once and to the right size: cheaper than one property after another.
        var properties = _scratch ??= [];
        properties.Clear();
        properties[ETagKey] = row.ETag.ToString();
        if (row.PartitionKey is { } partitionKey) properties["PartitionKey"] = partitionKey;
        if (row.RowKey is { } rowKey) properties["RowKey"] = rowKey;
        if (row.Timestamp is { } timestamp) properties["Timestamp"] = timestamp;
        var reader = new PropertyReader(row.Properties);
        while (reader.MoveNext())
        {
            if (row.Wants(reader.Name)) properties[PropertyNames.Of(reader.Name)] = reader.Value.AsObject();
        }

        return new TableEntity(properties);
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
            default: throw new NotSupportedException($"Property '{Encoding.UTF8.GetString(name)}' is a {value.GetType()}, which tables cannot store.");
        }
    }
}
