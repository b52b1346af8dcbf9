using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Cadenza.LocalHost.Storage.Entities;

/// <summary>
/// Writes rows into a pooled buffer. A property is: type (1 byte), name length (7-bit groups), name (UTF-8), value;
/// strings and binaries have their length (7-bit groups) before them, numbers are little-endian, times are UTC ticks.
/// Meanwhile it adds up the row's size as the service counts it.
/// </summary>
internal sealed class PropertyEncoder : IDisposable
{
    /// <summary>The first byte of a row's properties, so that a later encoding can be told apart.</summary>
    public const byte FormatVersion = 1;

    private const int MaxEntityBytes = 1 << 20;
    private const int MaxValueBytes = 64 << 10;
    private const int MaxProperties = 252;
    private static readonly long FirstTick = new DateTime(1601, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(1024);
    private int _length;
    private int _count;
    private int _serviceBytes;
    private StorageFault? _fault;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public void StartRow()
    {
        _count = 0;
        _serviceBytes = 4;
        _fault = null;
    }

    public void StartProperties() => Take(1)[0] = FormatVersion;

    public StorageFault? FinishRow() =>
        _fault ?? (_count > MaxProperties ? StorageFault.TooManyProperties : _serviceBytes > MaxEntityBytes ? StorageFault.EntityTooLarge : null);

    public Extent Key(string? key)
    {
        if (key is null)
        {
            Refuse(StorageFault.PropertiesNeedValue);
            return new Extent(_length, 0);
        }

        if (TableNames.FaultOfKey(key) is { } fault) Refuse(fault);
        _serviceBytes += key.Length * 2;
        var start = _length;
        _length += Encoding.UTF8.GetBytes(key, Reserve(key.Length * 3));
        return new Extent(start, _length - start);
    }

    public void String(ReadOnlySpan<byte> name, string value)
    {
        Start(EdmType.String, name, value.Length * 2 + 4);
        if (value.Length * 2 > MaxValueBytes) Refuse(StorageFault.PropertyValueTooLarge);
        // A length fits one byte for most strings: encode behind it, and move the text only when it does not.
        var room = Reserve(value.Length * 3 + 5);
        var size = Encoding.UTF8.GetBytes(value, room[1..]);
        var prefix = VarintSize(size);
        if (prefix > 1) room.Slice(1, size).CopyTo(room[prefix..]);
        WriteVarint(room, size);
        _length += prefix + size;
    }

    public void Binary(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Start(EdmType.Binary, name, value.Length + 4);
        if (value.Length > MaxValueBytes) Refuse(StorageFault.PropertyValueTooLarge);
        var room = Reserve(value.Length + 5);
        var prefix = WriteVarint(room, value.Length);
        value.CopyTo(room[prefix..]);
        _length += prefix + value.Length;
    }

    public void Boolean(ReadOnlySpan<byte> name, bool value)
    {
        Start(EdmType.Boolean, name, 1);
        Take(1)[0] = value ? (byte)1 : (byte)0;
    }

    public void Int32(ReadOnlySpan<byte> name, int value)
    {
        Start(EdmType.Int32, name, 4);
        BinaryPrimitives.WriteInt32LittleEndian(Take(4), value);
    }

    public void Int64(ReadOnlySpan<byte> name, long value)
    {
        Start(EdmType.Int64, name, 8);
        BinaryPrimitives.WriteInt64LittleEndian(Take(8), value);
    }

    /// <exception cref="ArgumentException">It is infinite, which the official client cannot write.</exception>
    public void Double(ReadOnlySpan<byte> name, double value)
    {
        if (double.IsInfinity(value)) throw new ArgumentException($"Property '{Encoding.UTF8.GetString(name)}' is infinite, which cannot be written.");
        Start(EdmType.Double, name, 8);
        BinaryPrimitives.WriteDoubleLittleEndian(Take(8), value);
    }

    public void Guid(ReadOnlySpan<byte> name, Guid value)
    {
        Start(EdmType.Guid, name, 16);
        MemoryMarshal.Write(Take(16), in value);
    }

    public void DateTime(ReadOnlySpan<byte> name, DateTimeOffset value)
    {
        Start(EdmType.DateTime, name, 8);
        if (value.UtcTicks < FirstTick) Refuse(StorageFault.OutOfRangeInput);
        BinaryPrimitives.WriteInt64LittleEndian(Take(8), value.UtcTicks);
    }

    /// <summary>Copies a property that is already encoded (a merge keeps it).</summary>
    public void Copy(EdmType type, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var sized = type is EdmType.String or EdmType.Binary;
        Start(type, name, ServiceBytes(type, value));
        var room = Reserve(value.Length + 5);
        var prefix = sized ? WriteVarint(room, value.Length) : 0;
        value.CopyTo(room[prefix..]);
        _length += prefix + value.Length;
    }

    public void Refuse(StorageFault fault) => _fault ??= fault;

    public void Reset() => _length = 0;

    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
    }

    private static int ServiceBytes(EdmType type, ReadOnlySpan<byte> value) => type switch
    {
        EdmType.String => Encoding.UTF8.GetCharCount(value) * 2 + 4,
        EdmType.Binary => value.Length + 4,
        _ => value.Length,
    };

    private void Start(EdmType type, ReadOnlySpan<byte> name, int serviceBytes)
    {
        _count++;
        // The service counts names in UTF-16; an identifier's UTF-8 length is at least its character count.
        _serviceBytes += 8 + (Ascii.IsValid(name) ? name.Length : Encoding.UTF8.GetCharCount(name)) * 2 + serviceBytes;
        var room = Reserve(name.Length + 6);
        room[0] = (byte)type;
        var prefix = 1 + WriteVarint(room[1..], name.Length);
        name.CopyTo(room[prefix..]);
        _length += prefix + name.Length;
    }

    private Span<byte> Take(int size)
    {
        var room = Reserve(size);
        _length += size;
        return room[..size];
    }

    private Span<byte> Reserve(int size)
    {
        if (_buffer.Length - _length < size) Grow(size);
        return _buffer.AsSpan(_length);
    }

    private void Grow(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + size));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private static int VarintSize(int value) => value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : value < 1 << 28 ? 4 : 5;

    private static int WriteVarint(Span<byte> target, int value)
    {
        var written = 0;
        var rest = (uint)value;
        for (; rest >= 0x80; rest >>= 7) target[written++] = (byte)(rest | 0x80);
        target[written++] = (byte)rest;
        return written;
    }
}
