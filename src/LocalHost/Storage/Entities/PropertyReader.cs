using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Cadenza.LocalHost.Storage.Entities;

/// <summary>Walks over the properties that <see cref="PropertyEncoder"/> wrote.</summary>
internal ref struct PropertyReader
{
    private ReadOnlySpan<byte> _rest;

    public PropertyReader(ReadOnlySpan<byte> properties)
    {
        if (properties.IsEmpty) return;
        if (properties[0] != PropertyEncoder.FormatVersion) throw new InvalidDataException($"A row is encoded in format {properties[0]}, which this version cannot read.");
        _rest = properties[1..];
    }

    public ReadOnlySpan<byte> Name { get; private set; }

    public StoredValue Value { get; private set; }

    public bool MoveNext()
    {
        if (_rest.IsEmpty) return false;
        var type = (EdmType)_rest[0];
        _rest = _rest[1..];
        Name = Take(Varint());
        Value = new StoredValue(type, Take(type switch
        {
            EdmType.String or EdmType.Binary => Varint(),
            EdmType.Boolean => 1,
            EdmType.Int32 => 4,
            EdmType.DateTime or EdmType.Double or EdmType.Int64 => 8,
            EdmType.Guid => 16,
            _ => throw new InvalidDataException($"A row has a property of unknown type {type}."),
        }));
        return true;
    }

    private ReadOnlySpan<byte> Take(int size)
    {
        var taken = _rest[..size];
        _rest = _rest[size..];
        return taken;
    }

    private int Varint()
    {
        var value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = _rest[0];
            _rest = _rest[1..];
            value |= (part & 0x7F) << shift;
            if (part < 0x80) return value;
        }
    }
}

/// <summary>A property's value as stored.</summary>
internal readonly ref struct StoredValue(EdmType type, ReadOnlySpan<byte> bytes)
{
    public EdmType Type { get; } = type;

    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    public string AsString() => Is(EdmType.String) ? Encoding.UTF8.GetString(Bytes) : throw Mismatch("a string");

    public byte[] AsBinary() => Is(EdmType.Binary) ? Bytes.ToArray() : throw Mismatch("binary");

    public bool AsBoolean() => Is(EdmType.Boolean) ? Bytes[0] != 0 : throw Mismatch("a boolean");

    public int AsInt32() => Is(EdmType.Int32) ? BinaryPrimitives.ReadInt32LittleEndian(Bytes) : throw Mismatch("a 32-bit integer");

    public long AsInt64() => Type switch
    {
        EdmType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(Bytes),
        EdmType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(Bytes),
        _ => throw Mismatch("a 64-bit integer"),
    };

    public double AsDouble() => Type switch
    {
        EdmType.Double => BinaryPrimitives.ReadDoubleLittleEndian(Bytes),
        EdmType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(Bytes),
        _ => throw Mismatch("a double"),
    };

    public Guid AsGuid() => Is(EdmType.Guid) ? MemoryMarshal.Read<Guid>(Bytes) : throw Mismatch("a GUID");

    public DateTimeOffset AsDateTime() => Is(EdmType.DateTime) ? new(BinaryPrimitives.ReadInt64LittleEndian(Bytes), TimeSpan.Zero) : throw Mismatch("a time");

    public object AsObject() => Type switch
    {
        EdmType.String => AsString(),
        EdmType.Binary => AsBinary(),
        EdmType.Boolean => AsBoolean(),
        EdmType.Int32 => AsInt32(),
        EdmType.Int64 => AsInt64(),
        EdmType.Double => AsDouble(),
        EdmType.Guid => AsGuid(),
        EdmType.DateTime => AsDateTime(),
        _ => throw Mismatch("a value"),
    };

    public InvalidOperationException Mismatch(string asked) => new($"A property is stored as {Type}; it cannot be read as {asked}.");

    private bool Is(EdmType expected) => Type == expected;
}
