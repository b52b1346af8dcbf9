using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Values;
using MimeKit;
using MimeKit.Encodings;

namespace Cadenza.Functions.Delivery.Smtp;

/// <summary>
/// Makes mails of messages. Nothing in a message can add a header: addresses that are more than an address are refused, and
/// control characters in names and subjects become spaces.
/// </summary>
internal sealed class MailComposer(Dkim? dkim, TimeProvider clock)
{
    // 75 characters with what stands around them in base64.
    private const int MaxWordOctets = 45;
    private const int MaxQuoted = 60;
    private const string KeyHeader = "X-Cadenza-Key";
    private const string SubjectHeader = "Subject";

    private static readonly FormatOptions Ascii7 = Format(isInternational: false);
    private static readonly FormatOptions Unicode = Format(isInternational: true);
    private static readonly IdnMapping Idn = new();

    // Domains travel in ASCII: every server takes them so, and only the part before the @ needs one that takes more. The library
    // would write them in letters wherever a server takes letters, and the mail would come back from the first that does not.
    static MailComposer() => MailboxAddress.IdnMapping = new AsciiDomains();

    /// <summary>The mail, or the outcome when it has addresses that are none.</summary>
    public ComposedMail? Compose(EmailMessage message, out DeliveryOutcome? refusal)
    {
        refusal = null;
        if (Mailbox(OneLine(message.SenderName), message.From) is not { } from)
            refusal = new DeliveryOutcome.PermanentFailure(DeliveryCode.InvalidSender, "The sender's address is not an e-mail address.");
        else if (Mailbox("", message.To) is not { } to)
            refusal = new DeliveryOutcome.PermanentFailure(DeliveryCode.InvalidRecipient, "The recipient's address is not an e-mail address.");
        else return Compose(message, from, to);
        return null;
    }

    private ComposedMail Compose(EmailMessage message, MailboxAddress from, MailboxAddress to)
    {
        var domain = message.From[(message.From.IndexOf('@', StringComparison.Ordinal) + 1)..];
        // Derived from the key alone, so that a repeat can be recognized as one.
        var id = $"{Hash(message.IdempotencyKey)}@{(Ascii.IsValid(domain) ? domain : "cadenza.invalid")}";
        // Only those who take letters beyond ASCII before the @ see any in headers that are not encoded.
        var needsUtf8 = !Ascii.IsValid(from.Address) || !Ascii.IsValid(to.Address);
        var mail = new MimeMessage { Subject = OneLine(message.Subject), Date = clock.GetUtcNow(), MessageId = id, MimeVersion = new Version(1, 0) };
        mail.From.Add(from);
        mail.To.Add(to);
        if (from.Name is { Length: > 0 } name) mail.Headers.Replace(FromHeader(name, from.Address));
        mail.Headers.Add(RawHeader(KeyHeader, HeaderKey(message.IdempotencyKey)));
        // As it stands it would be read as what it looks like.
        if (mail.Subject.Contains("=?", StringComparison.Ordinal)) mail.Headers.Replace(RawHeader(SubjectHeader, EncodedWords(mail.Subject)));
        if (message.UnsubscribeUrl is { } url)
        {
            mail.Headers.Add(HeaderId.ListUnsubscribe, $"<{url}>");
            mail.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        }

        mail.Body = message.IsHtml
            ? new MultipartAlternative(MailPart.Of("plain", MailText.Of(message.Body)), MailPart.Of("html", message.Body))
            : MailPart.Of("plain", message.Body);
        var format = needsUtf8 ? Unicode : Ascii7;
        dkim?.Sign(mail, format);
        return new ComposedMail(mail, format, from, to, id, needsUtf8);
    }

    private static MailboxAddress? Mailbox(string name, string text)
    {
        if (!EmailAddress.TryParse(text, out var address) || address.ToString() != text) return null;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var domain = text[(at + 1)..];
        if (!Ascii.IsValid(domain))
        {
            try
            {
                domain = Idn.GetAscii(domain.ToLowerInvariant());
            }
            catch (ArgumentException)
            {
                // A label that is too long once it is written in ASCII.
                return null;
            }
        }

        return new MailboxAddress(Encoding.UTF8, name, text[..(at + 1)] + domain);
    }

    // The library mixes encoded words with quoted strings without the space that RFC 2047 asks for between them, leaves several
    // blanks without quotes, and a name that looks like an encoded word, which is then read as what it stands for.
    private static Header FromHeader(string name, string address)
    {
        var isQuotable = Ascii.IsValid(name) && name.Length <= MaxQuoted && !name.Contains("=?", StringComparison.Ordinal);
        var phrase = isQuotable
            ? $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
            : EncodedWords(name);
        return RawHeader("From", $"{phrase} <{address}>");
    }

    // As it is written: the library folds and encodes what is long, in the middle of a word too.
    private static Header RawHeader(string name, string value)
    {
        var header = new Header(name, "");
        header.SetRawValue(Encoding.UTF8.GetBytes($" {value}\r\n"));
        return header;
    }

    private static string EncodedWords(string text)
    {
        var words = new List<string>();
        var (word, octets) = (new StringBuilder(), 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > MaxWordOctets) EndWord();
            word.Append(rune);
            octets += rune.Utf8SequenceLength;
        }

        EndWord();
        return string.Join("\r\n ", words);

        void EndWord()
        {
            words.Add($"=?utf-8?b?{Convert.ToBase64String(Encoding.UTF8.GetBytes(word.ToString()))}?=");
            word.Clear();
            octets = 0;
        }
    }

    private static string OneLine(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)).Trim();

    private static string HeaderKey(string key) =>
        key.Length <= 200 && key.All(c => c is > ' ' and < '\x7f') ? key : Hash(key);

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static FormatOptions Format(bool isInternational)
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        format.EnsureNewLine = true;
        format.International = isInternational;
        return format;
    }

    private sealed class AsciiDomains : IPunycode
    {
        public string Encode(string unicode) => Idn.GetAscii(unicode);

        public string Encode(string unicode, int index) => Idn.GetAscii(unicode, index);

        public string Encode(string unicode, int index, int count) => Idn.GetAscii(unicode, index, count);

        public string Decode(string ascii) => ascii;

        public string Decode(string ascii, int index) => ascii[index..];

        public string Decode(string ascii, int index, int count) => ascii.Substring(index, count);
    }
}
