using System.Reflection;
using System.Runtime.Serialization;
using System.Text;
using Azure.Data.Tables;

namespace Cadenza.LocalHost.Storage.Entities;

/// <summary>
/// Binds a class that implements <see cref="ITableEntity"/> by its public properties as the official client does: what
/// has a public getter is written, what has a public setter is read.
/// </summary>
internal sealed class ClassBinder<T> : EntityBinder
    where T : class, ITableEntity
{
    private static readonly string[] SystemProperties = [nameof(ITableEntity.PartitionKey), nameof(ITableEntity.RowKey), nameof(ITableEntity.Timestamp), nameof(ITableEntity.ETag)];

    private readonly ConstructorInvoker? _create =
        typeof(T).GetConstructor(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance, []) is { } constructor ? ConstructorInvoker.Create(constructor) : null;

    private readonly BoundProperty<T>[] _properties = [.. Bindable().Select(Bind)];

    public override void Write(ITableEntity entity, PropertyEncoder target)
    {
        foreach (var property in _properties) property.Write((T)entity, target);
    }

    public override ITableEntity Read(scoped in StoredRow row)
    {
        if (_create is null) throw new NotSupportedException($"{typeof(T)} needs a constructor without parameters to be read from a table.");
        var entity = (T)_create.Invoke();
        entity.ETag = row.ETag;
        if (row.PartitionKey is { } partitionKey) entity.PartitionKey = partitionKey;
        if (row.RowKey is { } rowKey) entity.RowKey = rowKey;
        if (row.Timestamp is { } timestamp) entity.Timestamp = timestamp;
        var reader = new PropertyReader(row.Properties);
        var next = 0;
        while (reader.MoveNext())
        {
            var property = Find(reader.Name, ref next);
            if (property is not null && row.Wants(reader.Name)) property.Read(entity, reader.Value);
        }

        return entity;
    }

    // Rows are mostly read by the class that wrote them, so the next name is mostly the next property's.
    private BoundProperty<T>? Find(ReadOnlySpan<byte> name, ref int next)
    {
        for (var tried = 0; tried < _properties.Length; tried++)
        {
            var property = _properties[next];
            if (++next == _properties.Length) next = 0;
            if (name.SequenceEqual(property.Name)) return property;
        }

        return null;
    }

    private static IEnumerable<PropertyInfo> Bindable()
    {
        if (typeof(T).GetFields(BindingFlags.Public | BindingFlags.Instance).FirstOrDefault(field => !field.IsDefined(typeof(IgnoreDataMemberAttribute))) is { } stored)
            throw new NotSupportedException($"{typeof(T).Name}.{stored.Name} is a public field, which embedded storage does not store. Make it a property.");
        return typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property =>
            property.GetIndexParameters().Length == 0 && !SystemProperties.Contains(property.Name) && !property.IsDefined(typeof(IgnoreDataMemberAttribute)));
    }

    private static BoundProperty<T> Bind(PropertyInfo property)
    {
        var codec = ValueCodecs.For(property.PropertyType)
            ?? throw new NotSupportedException($"{typeof(T).Name}.{property.Name} is a {property.PropertyType}, which tables cannot store.");
        var name = property.GetCustomAttribute<DataMemberAttribute>()?.Name ?? property.Name;
        return (BoundProperty<T>)Activator.CreateInstance(typeof(BoundProperty<,>).MakeGenericType(typeof(T), property.PropertyType), Encoding.UTF8.GetBytes(name), property, codec)!;
    }
}

/// <summary>One property of an entity class.</summary>
internal abstract class BoundProperty<T>(byte[] name)
{
    public byte[] Name { get; } = name;

    public abstract void Write(T entity, PropertyEncoder target);

    public abstract void Read(T entity, scoped in StoredValue value);
}

/// <summary>One property of an entity class, through delegates made of its accessors.</summary>
internal sealed class BoundProperty<T, TValue>(byte[] name, PropertyInfo property, IValueCodec<TValue> codec) : BoundProperty<T>(name)
    where T : class
{
    private readonly Func<T, TValue>? _get = property.GetMethod is { IsPublic: true } get ? get.CreateDelegate<Func<T, TValue>>() : null;
    private readonly Action<T, TValue>? _set = property.SetMethod is { IsPublic: true } set ? set.CreateDelegate<Action<T, TValue>>() : null;

    public override void Write(T entity, PropertyEncoder target)
    {
        if (_get is not null) codec.Write(target, Name, _get(entity));
    }

    public override void Read(T entity, scoped in StoredValue value)
    {
        if (_set is not null && codec.CanRead(in value)) _set(entity, codec.Read(in value));
    }
}
