using System.Text;
using Cadenza.Functions.Contacts.Import;

namespace Cadenza.Functions.Tests.Contacts;

/// <summary>B11: files are cut into records and fields as RFC 4180 says, wherever the pieces of the stream begin and end.</summary>
public sealed class RecordReaderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string[]> Files => new()
    {
        { "", [] },
        { "a", ["a"] },
        { "a\n", ["a"] },
        { "a\r\nb\r\n", ["a", "b"] },
        { "a\nb", ["a", "b"] },
        { "\n\na\n", ["", "", "a"] },
        { "\uFEFFa\nb", ["a", "b"] },
        { "\"a\nb\",c\r\nd", ["\"a\nb\",c", "d"] },
        { "\"a\r\n\r\nb\"\r\nd", ["\"a\r\n\r\nb\"", "d"] },
        { "\"say \"\"hi\"\"\n\",x\ny", ["\"say \"\"hi\"\"\n\",x", "y"] },
        { "5\" pipe,x\ny", ["5\" pipe,x", "y"] },
        { "\"\",\"\"\ny", ["\"\",\"\"", "y"] },
        { "\"\"\"\"\ny", ["\"\"\"\"", "y"] },
        { "ä,ö\nü", ["ä,ö", "ü"] },
        { "a,b\rc,d\r\re,f", ["a,b", "c,d", "", "e,f"] },
        { "a\r\nb\rc\n\nd\r", ["a", "b", "c", "", "d"] },
        { "a,12\"\" wide,b\nc,d,e", ["a,12\"\" wide,b", "c,d,e"] },
        { "\"a\"b\"\nc", ["\"a\"b\"", "c"] },
        { "a;\"b\n;\"\nc;d", ["a;\"b\n;\"", "c;d"] },
        { "a\t\"b\n\"\nc\td", ["a\t\"b\n\"", "c\td"] },
        { "\uFEFFsep=;\r\na;\"b\n\"\nc;d", ["a;\"b\n\"", "c;d"] },
        { "sep=;", [] },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Read_WhateverThePieces_GivesTheRecords(string file, string[] expected)
    {
        for (var piece = 1; piece <= 5; piece++)
        {
            var reader = new RecordReader(new Pieces(Encoding.UTF8.GetBytes(file), piece), RecordFormat.Csv);
            var records = new List<string>();
            while (await reader.ReadAsync(Cancellation) is { } record) records.Add(Encoding.UTF8.GetString(record.Span));
            Assert.Equal(expected, records);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Read_OfUtf16_GivesTheRecordsInUtf8(bool isBigEndian)
    {
        var encoding = new UnicodeEncoding(isBigEndian, byteOrderMark: true);
        byte[] file = [.. encoding.GetPreamble(), .. encoding.GetBytes("name\tcity\r\nZoë\tOsaka 大阪\r\n😀\tx")];
        for (var piece = 1; piece <= 5; piece++)
        {
            var reader = new RecordReader(new Pieces(file, piece), RecordFormat.Csv);
            var records = new List<string>();
            while (await reader.ReadAsync(Cancellation) is { } record) records.Add(Encoding.UTF8.GetString(record.Span));
            Assert.Equal(["name\tcity", "Zoë\tOsaka 大阪", "😀\tx"], records);
            Assert.Equal((byte)'\t', reader.Separator);
        }
    }

    [Theory]
    [InlineData("a\nb\n\nc", new[] { 1, 2, 3, 4 })]
    [InlineData("a\r\n\"b\r\n\r\n\"\r\nc", new[] { 1, 2, 5 })]
    [InlineData("a\r\"b\r\n\n\r\"\rc", new[] { 1, 2, 6 })]
    [InlineData("\uFEFFsep=;\r\na;b\r\nc;d", new[] { 2, 3 })]
    public async Task Line_IsThatOnWhichTheRecordBegins(string file, int[] lines)
    {
        for (var piece = 1; piece <= 5; piece++)
        {
            var reader = new RecordReader(new Pieces(Encoding.UTF8.GetBytes(file), piece), RecordFormat.Csv);
            foreach (var line in lines)
            {
                Assert.NotNull(await reader.ReadAsync(Cancellation));
                Assert.Equal(line, reader.Line);
            }

            Assert.Null(await reader.ReadAsync(Cancellation));
        }
    }

    [Fact]
    public async Task Read_WhenLinesHoldQuotes_DoesNotMindThem()
    {
        var reader = new RecordReader(new Pieces("{\"a\":\"x\n\"\n"u8.ToArray(), 3), RecordFormat.Lines);
        Assert.Equal("{\"a\":\"x", Encoding.UTF8.GetString((await reader.ReadAsync(Cancellation))!.Value.Span));
        Assert.Equal("\"", Encoding.UTF8.GetString((await reader.ReadAsync(Cancellation))!.Value.Span));
        Assert.Null(await reader.ReadAsync(Cancellation));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Read_WhenARecordIsTooLong_RefusesItWithoutHoldingMore(bool ends)
    {
        var file = Encoding.UTF8.GetBytes("ok\n\"" + new string('x', ends ? RecordReader.MaxRecord : 40 * RecordReader.MaxRecord) + (ends ? "\"\n" : ""));
        var source = new Pieces(file, 50_000);
        var reader = new RecordReader(source, RecordFormat.Csv);
        await reader.ReadAsync(Cancellation);
        await Assert.ThrowsAsync<RecordTooLongException>(async () => await reader.ReadAsync(Cancellation));
        Assert.InRange(source.Given, 0, 4 * RecordReader.MaxRecord);
    }

    [Fact]
    public async Task Read_WhateverTheCells_ComesBackAsItWasWritten()
    {
        // Writes random cells as RFC 4180 has them, in both ways where both are allowed.
        var dice = new Random(7);
        string[] bits = ["a", "\"", ",", "\n", "\r\n", " ", "ü", "😀", "\\", ""];
        for (var round = 0; round < 300; round++)
        {
            var rows = Enumerable.Range(0, dice.Next(1, 6))
                .Select(_ => Enumerable.Range(0, dice.Next(2, 5)).Select(_ => string.Concat(Enumerable.Range(0, dice.Next(0, 6)).Select(_ => bits[dice.Next(bits.Length)]))).ToList())
                .ToList();
            var file = string.Join(dice.Next(2) == 0 ? "\n" : "\r\n", rows.Select(row => string.Join(',', row.Select(cell => Write(cell, dice)))));
            var reader = new RecordReader(new Pieces(Encoding.UTF8.GetBytes(file), dice.Next(1, 9)), RecordFormat.Csv);
            foreach (var row in rows)
            {
                var record = await reader.ReadAsync(Cancellation);
                Assert.True(CsvRecord.TrySplit(record!.Value.Span, reader.Separator, out var cells, out var fault), fault);
                Assert.Equal(row, cells);
            }

            Assert.Null(await reader.ReadAsync(Cancellation));
        }
    }

    [Theory]
    [InlineData("email,name", ',')]
    [InlineData("email", ',')]
    [InlineData("", ',')]
    [InlineData("email;name;a,b", ';')]
    [InlineData("email,\"a;b;c\",name", ',')]
    [InlineData("size 5\" x;email\na,b,c,d", ';')]
    [InlineData("\"a\"\",,,\";email\na,b,c,d", ';')]
    [InlineData("email\tname\r1,2,3", '\t')]
    [InlineData("sep=,\nemail;x,y", ',')]
    [InlineData("SEP=\t\remail;x", '\t')]
    public async Task Separator_IsWhatTheHeaderHas(string file, char separator)
    {
        var reader = new RecordReader(new Pieces(Encoding.UTF8.GetBytes(file), 3), RecordFormat.Csv);

        await reader.ReadAsync(Cancellation);

        Assert.Equal(separator, (char)reader.Separator);
        Assert.True(reader.IsBlank(Encoding.UTF8.GetBytes($" {separator}{separator}\t")));
        Assert.False(reader.IsBlank("a"u8));
    }

    [Theory]
    [InlineData("\"a\"b,c", "has text behind a closing quote")]
    [InlineData("a,\"b", "has a quote that is not closed")]
    [InlineData("a,\"", "has a quote that is not closed")]
    public void Split_WhenQuotesAreWrong_SaysSo(string record, string expected)
    {
        Assert.False(CsvRecord.TrySplit(Encoding.UTF8.GetBytes(record), (byte)',', out _, out var fault));
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void Split_WhenNotUtf8_SaysSo()
    {
        Assert.False(CsvRecord.TrySplit([0x61, 0xC3, 0x28], (byte)',', out _, out var fault));
        Assert.Equal("is not UTF-8", fault);
    }

    private static string Write(string cell, Random dice) =>
        cell.IndexOfAny(['"', ',', '\n', '\r']) >= 0 || dice.Next(4) == 0 ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    /// <summary>Gives its content a few octets at a time.</summary>
    private sealed class Pieces(byte[] content, int size) : Stream
    {
        public int Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var count = Math.Min(Math.Min(size, buffer.Length), content.Length - Given);
            content.AsSpan(Given, count).CopyTo(buffer);
            Given += count;
            return count;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
