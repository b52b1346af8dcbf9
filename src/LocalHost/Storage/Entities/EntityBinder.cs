using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;

namespace Cadenza.LocalHost.Storage.Entities;

/// <summary>Turns entities of one class into stored properties and back.</summary>
internal abstract class EntityBinder
{
    private static readonly ConcurrentDictionary<Type, EntityBinder> Binders = new();

    public static EntityBinder For(Type type) => Binders.GetOrAdd(type, static type =>
        type == typeof(TableEntity)
            ? new TableEntityBinder()
            : (EntityBinder)Activator.CreateInstance(typeof(ClassBinder<>).MakeGenericType(type))!);

    public abstract void Write(ITableEntity entity, PropertyEncoder target);

    public abstract ITableEntity Read(scoped in StoredRow row);
}

/// <summary>A row as it comes from the database or the wire. Keys and timestamp are null when a selection leaves them out.</summary>
internal readonly ref struct StoredRow
{
    public string? PartitionKey { get; init; }

    public string? RowKey { get; init; }

    public DateTimeOffset? Timestamp { get; init; }

    public ETag ETag { get; init; }

    public ReadOnlySpan<byte> Properties { get; init; }

    /// <summary>The properties to read, or null for all.</summary>
    public Selection? Selection { get; init; }

    public bool Wants(ReadOnlySpan<byte> name) => Selection is null || Selection.Contains(name);
}
