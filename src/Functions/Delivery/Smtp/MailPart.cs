using System.Text;
using MimeKit;
using MimeKit.Encodings;

namespace Cadenza.Functions.Delivery.Smtp;

/// <summary>A text as a part of a mail, encoded once: measuring, signing and sending only copy its bytes.</summary>
internal static class MailPart
{
    // Lines may have 998 octets; some servers count otherwise.
    private const int MaxLine = 900;

    /// <summary>The part, in an encoding that passes every server: as it is when that is possible, else the shorter of two.</summary>
    /// <param name="subtype"><c>plain</c> or <c>html</c>.</param>
    /// <param name="text">The text.</param>
    public static TextPart Of(string subtype, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));
        var encoding = EncodingOf(bytes);
        var content = encoding switch
        {
            ContentEncoding.SevenBit => new MemoryStream(bytes, writable: false),
            ContentEncoding.Base64 => new MemoryStream(Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks)), writable: false),
            _ => QuotedPrintable(bytes),
        };
        var part = new TextPart(subtype) { ContentTransferEncoding = encoding, Content = new MimeContent(content, encoding) };
        part.ContentType.Charset = "utf-8";
        return part;
    }

    private static ContentEncoding EncodingOf(ReadOnlySpan<byte> bytes)
    {
        var (special, line, longest) = (0, 0, 0);
        foreach (var octet in bytes)
        {
            line = octet == '\n' ? 0 : line + 1;
            longest = Math.Max(longest, line);
            if (octet is >= 0x7f or (< 0x20 and not ((byte)'\r' or (byte)'\n' or (byte)'\t'))) special++;
        }

        if (special == 0 && longest <= MaxLine) return ContentEncoding.SevenBit;
        // Quoted-printable writes such an octet as three, base64 all three as four.
        return special * 6 > bytes.Length ? ContentEncoding.Base64 : ContentEncoding.QuotedPrintable;
    }

    private static MemoryStream QuotedPrintable(byte[] bytes)
    {
        var encoder = new QuotedPrintableEncoder();
        var output = new byte[encoder.EstimateOutputLength(bytes.Length)];
        return new MemoryStream(output, 0, encoder.Flush(bytes, 0, bytes.Length, output), writable: false);
    }
}
