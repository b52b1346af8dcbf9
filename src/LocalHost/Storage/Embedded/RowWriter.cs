using Azure;
using Cadenza.LocalHost.Storage.Entities;

namespace Cadenza.LocalHost.Storage.Embedded;

/// <summary>Applies one write in the writer's transaction: its condition, then its effect.</summary>
internal static class RowWriter
{
    /// <summary>The refusal, or null when it was applied.</summary>
    public static StorageFault? Apply(Writer writer, long table, WriteBatch batch, in RowWrite write, long version)
    {
        if (write.Fault is { } fault) return fault;
        var rows = writer.Rows;
        var keys = new RowKeys(table, batch.Bytes(write.PartitionKey), batch.Bytes(write.RowKey));
        var properties = batch.Bytes(write.Properties);
        switch (write.Kind)
        {
            case WriteKind.Insert:
                return rows.Insert(keys, version, properties) ? null : StorageFault.EntityAlreadyExists;
            case WriteKind.UpsertReplace:
                rows.Upsert(keys, version, properties);
                return null;
            case WriteKind.Replace:
                return (Any(write) ? rows.Update(keys, version, properties) : rows.UpdateIf(keys, RowVersion.Of(write.IfMatch), version, properties)) ? null : Missed(rows, keys);
            case WriteKind.Delete:
                return (Any(write) ? rows.Delete(keys) : rows.DeleteIf(keys, RowVersion.Of(write.IfMatch))) ? null : Missed(rows, keys);
            default:
                return Merge(rows, keys, write, version, properties);
        }
    }

    private static StorageFault? Merge(RowStatements rows, scoped RowKeys keys, in RowWrite write, long version, ReadOnlySpan<byte> properties)
    {
        var found = rows.Read(keys, out var current, out var old);
        try
        {
            if (!found)
            {
                if (write.Kind == WriteKind.Merge) return StorageFault.ResourceNotFound;
                rows.Upsert(keys, version, properties);
                return null;
            }

            if (write.Kind == WriteKind.Merge && !Any(write) && RowVersion.Of(write.IfMatch) != current) return StorageFault.UpdateConditionNotSatisfied;
            using var merged = new PropertyMerge(keys, old, properties);
            if (merged.Fault is { } fault) return fault;
            rows.EndRead();
            rows.Update(keys, version, merged.Properties);
            return null;
        }
        finally
        {
            rows.EndRead();
        }
    }

    private static bool Any(in RowWrite write) => write.IfMatch == ETag.All;

    private static StorageFault Missed(RowStatements rows, scoped RowKeys keys) =>
        rows.Exists(keys) ? StorageFault.UpdateConditionNotSatisfied : StorageFault.ResourceNotFound;
}
