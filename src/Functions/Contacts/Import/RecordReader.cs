using System.Text;

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
/// it; in CSV also at carriage returns alone. A byte order mark at the beginning is dropped; that of UTF-16, as spreadsheets
/// save "Unicode text", has the stream read as such. Quotes, separators and line breaks are single octets of UTF-8 that occur
/// in no other character, so octets are all that is looked at.
/// </summary>
internal sealed class RecordReader(Stream source, RecordFormat format)
{
    /// <summary>The longest record, in octets.</summary>
    public const int MaxRecord = 256 * 1024;

    private const byte LineFeed = (byte)'\n';
    private const byte Return = (byte)'\r';
    private const byte Quote = (byte)'"';
    private Stream _source = source;
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _scanned;
    private int _end;
    private bool _isBegun;
    private bool _isSeparatorKnown = format != RecordFormat.Csv;
    private bool _isAfterReturn;
    private int _nextLine = 1;
    private FieldPlace _place = FieldPlace.Start;

    private enum FieldPlace
    {
        Start,
        Plain,
        Quoted,
        BehindQuote,
    }

    /// <summary>What stands between fields: what the first record of CSV has most of, or what a line <c>sep=;</c> before it says. Known once that is read.</summary>
    public byte Separator { get; private set; } = (byte)',';

    /// <summary>The line of the file, from 1, on which the record begins that was read last.</summary>
    public int Line { get; private set; }

    /// <summary>Whether a record has nothing but white space and separators in it.</summary>
    public bool IsBlank(ReadOnlySpan<byte> record) =>
        record.IndexOfAnyExcept((byte)' ', (byte)'\t', format == RecordFormat.Csv ? Separator : (byte)' ') < 0;

    /// <summary>The next record, good until the next call; null at the end.</summary>
    /// <exception cref="RecordTooLongException">The next record is longer than <see cref="MaxRecord"/>.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            SkipLineFeed();
            if (_isSeparatorKnown && FindEnd() is { } end)
            {
                var record = Record(end);
                _isAfterReturn = format == RecordFormat.Csv && _buffer[end] == Return;
                _start = _scanned = end + 1;
                _place = FieldPlace.Start;
                return record;
            }

            if (!_isSeparatorKnown && FindSeparator(isWhole: false)) continue;

            if (_end - _start > MaxRecord) throw new RecordTooLongException();
            if (await FillAsync(cancellation)) continue;
            if (!_isSeparatorKnown && FindSeparator(isWhole: true)) continue;
            if (_start == _end) return null;
            var last = Record(_end);
            _start = _scanned = _end;
            return last;
        }
    }

    private ReadOnlyMemory<byte> Record(int end)
    {
        if (end - _start > MaxRecord) throw new RecordTooLongException();
        Line = _nextLine;
        _nextLine += 1 + (format == RecordFormat.Csv ? LineBreaks(_buffer.AsSpan(_start, end - _start)) : 0);
        var hasReturn = format == RecordFormat.Lines && end > _start && _buffer[end - 1] == Return;
        return _buffer.AsMemory(_start, end - _start - (hasReturn ? 1 : 0));
    }

    // Between quotes: a carriage return and a line feed together are one.
    private static int LineBreaks(ReadOnlySpan<byte> record)
    {
        var returns = record.Count(Return);
        return record.Count(LineFeed) + returns - (returns == 0 ? 0 : record.Count("\r\n"u8));
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
            if (octet is LineFeed or Return && _place != FieldPlace.Quoted) return _scanned;
            _place = After(octet);
        }

        return null;
    }

    // Only a quote at the beginning of a field opens one; within quotes each of a doubled pair ends and begins them again.
    private FieldPlace After(byte octet) => (_place, octet) switch
    {
        (FieldPlace.Start or FieldPlace.BehindQuote, Quote) => FieldPlace.Quoted,
        (FieldPlace.Quoted, Quote) => FieldPlace.BehindQuote,
        (FieldPlace.Quoted, _) => FieldPlace.Quoted,
        _ => octet == Separator ? FieldPlace.Start : FieldPlace.Plain,
    };

    // The line feed that belongs to the carriage return before it may come with the next piece.
    private void SkipLineFeed()
    {
        if (!_isAfterReturn || _start == _end) return;
        _isAfterReturn = false;
        if (_buffer[_start] == LineFeed) _start = _scanned = _start + 1;
    }

    // False when more has to be read before it can be told.
    private bool FindSeparator(bool isWhole)
    {
        if (CsvSeparator.Find(_buffer.AsSpan(_start, _end - _start), isWhole) is not var (separator, toSkip)) return false;
        (Separator, _isSeparatorKnown) = (separator, true);
        _start = _scanned = _start + toSkip;
        _isAfterReturn = toSkip > 0 && _buffer[_start - 1] == Return;
        if (toSkip > 0) _nextLine++;
        return true;
    }

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
        var read = await _source.ReadAsync(_buffer.AsMemory(_end), cancellation);
        _end += read;
        if (_isBegun || read == 0) return read > 0;
        while (_end < 3 && await _source.ReadAsync(_buffer.AsMemory(_end, 3 - _end), cancellation) is > 0 and var more) _end += more;
        _isBegun = true;
        if (Utf16Of(_buffer.AsSpan(0, _end)) is { } encoding)
        {
            _source = Encoding.CreateTranscodingStream(new Continued(_buffer[2.._end], _source), encoding, Encoding.UTF8);
            _end = 0;
            return await FillAsync(cancellation);
        }

        if (_buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8)) _start = _scanned = 3;
        return true;
    }

    private static Encoding? Utf16Of(ReadOnlySpan<byte> beginning) =>
        beginning is [0xFF, 0xFE, ..] ? Encoding.Unicode
        : beginning is [0xFE, 0xFF, ..] ? Encoding.BigEndianUnicode
        : null;

    // Octets that were read already, and what follows them.
    private sealed class Continued(byte[] read, Stream rest) : Stream
    {
        private int _taken;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_taken == read.Length) return await rest.ReadAsync(buffer, cancellationToken);
            var count = Math.Min(buffer.Length, read.Length - _taken);
            read.AsMemory(_taken, count).CopyTo(buffer);
            _taken += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

/// <summary>A record is longer than is read.</summary>
internal sealed class RecordTooLongException() : Exception($"A record is longer than {RecordReader.MaxRecord} octets.");
