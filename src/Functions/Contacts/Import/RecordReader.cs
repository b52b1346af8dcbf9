namespace Cadenza.Functions.Contacts.Import;

/// <summary>How the records of a stream are told apart.</summary>
internal enum RecordFormat
{
    /// <summary>A line each.</summary>
    Lines,

    /// <summary>RFC 4180: a line each, unless the line break stands between quotes.</summary>
    Csv,
}

/// <summary>
/// Cuts a stream into records without holding more than one of them: at line feeds, a carriage return before which goes with
/// it. A byte order mark at the beginning is dropped. Quotes, commas and line breaks are single octets of UTF-8 that occur in
/// no other character, so octets are all that is looked at.
/// </summary>
internal sealed class RecordReader(Stream source, RecordFormat format)
{
    /// <summary>The longest record, in octets.</summary>
    public const int MaxRecord = 256 * 1024;

    private const byte LineFeed = (byte)'\n';
    private const byte Quote = (byte)'"';
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _scanned;
    private int _end;
    private bool _isBegun;
    private bool _isQuoted;
    private bool _isFieldStart = true;

    /// <summary>The next record, good until the next call; null at the end.</summary>
    /// <exception cref="RecordTooLongException">The next record is longer than <see cref="MaxRecord"/>.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (FindEnd() is { } end)
            {
                var record = Record(end);
                _start = _scanned = end + 1;
                _isFieldStart = true;
                return record;
            }

            if (_end - _start > MaxRecord) throw new RecordTooLongException();
            if (await FillAsync(cancellation)) continue;
            if (_start == _end) return null;
            var last = Record(_end);
            _start = _scanned = _end;
            return last;
        }
    }

    private ReadOnlyMemory<byte> Record(int end)
    {
        if (end - _start > MaxRecord) throw new RecordTooLongException();
        var hasReturn = end > _start && _buffer[end - 1] == (byte)'\r' && !_isQuoted;
        return _buffer.AsMemory(_start, end - _start - (hasReturn ? 1 : 0));
    }

    private int? FindEnd()
    {
        if (format == RecordFormat.Lines)
        {
            var found = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf(LineFeed);
            if (found >= 0) return _scanned + found;
            _scanned = _end;
            return null;
        }

        for (; _scanned < _end; _scanned++)
        {
            var octet = _buffer[_scanned];
            // Only a quote at the beginning of a field opens one; within quotes each of a doubled pair ends and begins them again.
            if (octet == Quote && (_isQuoted || _isFieldStart || IsAfterQuote())) _isQuoted = !_isQuoted;
            else if (octet == LineFeed && !_isQuoted) return _scanned;
            _isFieldStart = octet == (byte)',' && !_isQuoted;
        }

        return null;
    }

    private bool IsAfterQuote() => _scanned > _start && _buffer[_scanned - 1] == Quote;

    private async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _scanned -= _start;
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = await source.ReadAsync(_buffer.AsMemory(_end), cancellation);
        _end += read;
        if (_isBegun || read == 0) return read > 0;
        while (_end < 3 && await source.ReadAsync(_buffer.AsMemory(_end, 3 - _end), cancellation) is > 0 and var more) _end += more;
        if (_buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8)) _start = _scanned = 3;
        return _isBegun = true;
    }
}

/// <summary>A record is longer than is read.</summary>
internal sealed class RecordTooLongException() : Exception($"A record is longer than {RecordReader.MaxRecord} octets.");
