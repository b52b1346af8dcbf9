namespace Cadenza.LocalHost.Storage.Entities;

/// <summary>Writes and reads values of one .NET type.</summary>
internal interface IValueCodec<T>
{
    void Write(PropertyEncoder target, ReadOnlySpan<byte> name, T value);

    /// <summary>False when a value is to be passed over, which leaves the property as it was.</summary>
    bool CanRead(scoped in StoredValue value) => true;

    T Read(scoped in StoredValue value);
}

/// <summary>The .NET types that properties of an entity class may have.</summary>
internal static class ValueCodecs
{
    private static readonly Dictionary<Type, object> Known = new()
    {
        [typeof(string)] = new StringCodec(),
        [typeof(byte[])] = new BinaryCodec(),
        [typeof(BinaryData)] = new BinaryDataCodec(),
        [typeof(bool)] = new BooleanCodec(),
        [typeof(int)] = new Int32Codec(),
        [typeof(long)] = new Int64Codec(),
        [typeof(double)] = new DoubleCodec(),
        [typeof(Guid)] = new GuidCodec(),
        [typeof(DateTimeOffset)] = new DateTimeOffsetCodec(),
        [typeof(DateTime)] = new DateTimeCodec(),
    };

    /// <summary>The codec of a type, or null when tables cannot store it.</summary>
    public static object? For(Type type)
    {
        if (Known.TryGetValue(type, out var codec)) return codec;
        if (type.IsEnum) return Activator.CreateInstance(typeof(EnumCodec<>).MakeGenericType(type));
        return Nullable.GetUnderlyingType(type) is { } inner && For(inner) is { } innerCodec
            ? Activator.CreateInstance(typeof(NullableCodec<>).MakeGenericType(inner), innerCodec)
            : null;
    }

    /// <exception cref="NotSupportedException">It is not UTC, which the official client refuses too: the machine's zone must not change what is stored.</exception>
    public static DateTimeOffset Utc(DateTime value) => value.Kind == DateTimeKind.Utc
        ? new DateTimeOffset(value)
        : throw new NotSupportedException($"A DateTime of kind {value.Kind} cannot be stored: it must be UTC.");

    private sealed class StringCodec : IValueCodec<string?>
    {
        public void Write(PropertyEncoder target, ReadOnlySpan<byte> name, string? value)
        {
            if (value is not null) target.String(name, value);
        }

        public string Read(scoped in StoredValue value) => value.AsString();
    }

    private sealed class BinaryCodec : IValueCodec<byte[]?>
    {
        public void Write(PropertyEncoder target, ReadOnlySpan<byte> name, byte[]? value)
        {
            if (value is not null) target.Binary(name, value);
        }

        public byte[] Read(scoped in StoredValue value) => value.AsBinary();
    }

    private sealed class BinaryDataCodec : IValueCodec<BinaryData?>
    {
        public void Write(PropertyEncoder target, ReadOnlySpan<byte> name, BinaryData? value)
        {
            if (value is not null) target.Binary(name, value.ToMemory().Span);
        }

        public BinaryData Read(scoped in StoredValue value) => BinaryData.FromBytes(value.AsBinary());
    }

    private sealed class BooleanCodec : IValueCodec<bool>
    {
        public void Write(PropertyEncoder target, ReadOnlySpan<byte> name, bool value) => target.Boolean(name, value);

        public bool Read(scoped in StoredValue value) => value.AsBoolean();
    }

    private sealed class Int32Codec : IValueCodec<int>
    {
        public void Write(PropertyEncoder target, ReadOnlySpan<byte> name, int value) => target.Int32(name, value);

        public int Read(scoped in StoredValue value) => value.AsInt32();
    }

    private sealed class Int64Codec : IValueCodec<long>
    {
        public void Write(PropertyEncoder target, ReadOnlySpan<byte> name, long value) => target.Int64(name, value);

        // As the official client, which does not widen either.
        public long Read(scoped in StoredValue value) => value.Type == EdmType.Int64 ? value.AsInt64() : throw value.Mismatch("a 64-bit integer");
    }

    private sealed class DoubleCodec : IValueCodec<double>
    {
        public void Write(PropertyEncoder target, ReadOnlySpan<byte> name, double value) => target.Double(name, value);

        public double Read(scoped in StoredValue value) => value.AsDouble();
    }

    private sealed class GuidCodec : IValueCodec<Guid>
    {
        public void Write(PropertyEncoder target, ReadOnlySpan<byte> name, Guid value) => target.Guid(name, value);

        public Guid Read(scoped in StoredValue value) => value.AsGuid();
    }

    private sealed class DateTimeOffsetCodec : IValueCodec<DateTimeOffset>
    {
        public void Write(PropertyEncoder target, ReadOnlySpan<byte> name, DateTimeOffset value) => target.DateTime(name, value);

        public DateTimeOffset Read(scoped in StoredValue value) => value.AsDateTime();
    }

    private sealed class DateTimeCodec : IValueCodec<DateTime>
    {
        public void Write(PropertyEncoder target, ReadOnlySpan<byte> name, DateTime value) => target.DateTime(name, Utc(value));

        public DateTime Read(scoped in StoredValue value) => value.AsDateTime().UtcDateTime;
    }

    private sealed class EnumCodec<T> : IValueCodec<T>
        where T : struct, Enum
    {
        public void Write(PropertyEncoder target, ReadOnlySpan<byte> name, T value) => target.String(name, value.ToString());

        // A symbol that the type lacks (mostly one of a later version) is passed over, as by the official client.
        public bool CanRead(scoped in StoredValue value)
        {
            var symbols = value.AsString().Split(',', StringSplitOptions.TrimEntries);
            return (symbols.Length == 1 || typeof(T).IsDefined(typeof(FlagsAttribute), inherit: false)) && Array.TrueForAll(symbols, symbol => Enum.IsDefined(typeof(T), symbol));
        }

        public T Read(scoped in StoredValue value) => Enum.Parse<T>(value.AsString());
    }

    private sealed class NullableCodec<T>(IValueCodec<T> inner) : IValueCodec<T?>
        where T : struct
    {
        public void Write(PropertyEncoder target, ReadOnlySpan<byte> name, T? value)
        {
            if (value is { } some) inner.Write(target, name, some);
        }

        public bool CanRead(scoped in StoredValue value) => inner.CanRead(in value);

        public T? Read(scoped in StoredValue value) => inner.Read(in value);
    }
}
