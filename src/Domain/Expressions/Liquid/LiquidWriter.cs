using System.Buffers;
using System.Net;
using System.Text;

namespace Cadenza.Domain.Expressions.Liquid;

/// <summary>Where a rendering goes: a pooled buffer that ends the rendering when it would become longer than it may.</summary>
internal sealed class LiquidWriter : TextWriter
{
    private const int FirstCapacity = 4096;
    private const int MostKept = 64 * 1024;

    [ThreadStatic]
    private static LiquidWriter? _spare;

    private char[] _buffer = ArrayPool<char>.Shared.Rent(FirstCapacity);
    private int _length;
    private int _max;
    private bool _isHtml;

    private LiquidWriter()
        : base(System.Globalization.CultureInfo.InvariantCulture)
    {
    }

    public override Encoding Encoding => Encoding.Unicode;

    /// <summary>A writer of up to <paramref name="max"/> characters; it is given back by disposing of it.</summary>
    public static LiquidWriter Rent(int max, bool isHtml)
    {
        var writer = _spare ?? new LiquidWriter();
        _spare = null;
        (writer._length, writer._max, writer._isHtml) = (0, max, isHtml);
        return writer;
    }

    /// <summary>A writer for a part that is put into this one later, if at all.</summary>
    public LiquidWriter RentPart() => Rent(_max, _isHtml);

    /// <summary>Writes a value, made safe for where it stands.</summary>
    public void WriteValue(string text)
    {
        if (_isHtml) WebUtility.HtmlEncode(text, this);
        else Write(text.AsSpan());
    }

    public override void Write(char value)
    {
        if (_length == _buffer.Length || _length == _max) MakeRoom(1);
        _buffer[_length++] = value;
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (buffer.Length > _buffer.Length - _length || buffer.Length > _max - _length) MakeRoom(buffer.Length);
        buffer.CopyTo(_buffer.AsSpan(_length));
        _length += buffer.Length;
    }

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override Task WriteAsync(char value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(string? value)
    {
        Write(value.AsSpan());
        return Task.CompletedTask;
    }

    public override Task WriteAsync(char[] buffer, int index, int count)
    {
        Write(buffer.AsSpan(index, count));
        return Task.CompletedTask;
    }

    public override string ToString() => new(_buffer, 0, _length);

    protected override void Dispose(bool disposing)
    {
        if (_buffer.Length > MostKept)
        {
            ArrayPool<char>.Shared.Return(_buffer);
            _buffer = ArrayPool<char>.Shared.Rent(FirstCapacity);
        }

        _spare = this;
        base.Dispose(disposing);
    }

    private void MakeRoom(int more)
    {
        if (more > _max - _length) throw LiquidLimits.TooLong(_max);
        if (more <= _buffer.Length - _length) return;
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + more));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<char>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
