using System.Net.Mime;
using System.Text;

namespace Cadenza.Functions.Delivery.Smtp;

/// <summary>
/// The text of a mail as bytes, which notes when <see cref="System.Net.Mail.SmtpClient"/> begins to read it. The client reads it
/// only after the server has agreed to take the message, and until it has been read the end of the message cannot have gone out:
/// that is how a failure that certainly came before the sending is told from one that leaves it unknown.
/// </summary>
internal sealed class SmtpContent(string text) : Stream
{
    private readonly MemoryStream _bytes = new(Encoding.UTF8.GetBytes(text), writable: false);
    private int _wasRead;

    /// <summary>Whether the client has come to the text.</summary>
    public bool WasRead => Volatile.Read(ref _wasRead) != 0;

    /// <summary>The encoding in which the text passes every server: as it is when that is possible, else base64.</summary>
    public TransferEncoding TransferEncoding { get; } =
        Ascii.IsValid(text) && text.Split("\r\n").All(line => line.Length <= 900) ? TransferEncoding.SevenBit : TransferEncoding.Base64;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        Volatile.Write(ref _wasRead, 1);
        return _bytes.Read(buffer);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
