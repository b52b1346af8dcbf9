using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Values;

namespace Cadenza.Functions.Delivery.Outbox;

/// <summary>
/// The two rows of a message, in its organization's partition and written in one transaction: <c>k-{id}</c>, which can be inserted
/// once only and so makes the message idempotent by its key, and <c>t-{inverted time}-…</c>, which holds it and sorts newest first.
/// One row could not do both: the key says nothing of the time.
/// </summary>
internal sealed record OutboxRows(string Id, TableEntity Marker, TableEntity Document)
{
    /// <summary>Row keys of documents lie between these two.</summary>
    public const string FirstDocument = "t-";

    /// <inheritdoc cref="FirstDocument"/>
    public const string PastDocuments = "t.";

    private const int SchemaVersion = 1;

    /// <summary>Roughly what both take in a request, in bytes.</summary>
    public int Size { get; } = 1200 + Document.Keys.Sum(key => Document[key] switch
    {
        string text => text.Length * 3,
        byte[] bytes => bytes.Length * 4 / 3,
        _ => 16,
    });

    /// <summary>The rows of a message, or null when its body is too large for one.</summary>
    /// <param name="message">The message.</param>
    /// <param name="at">When it was handed over.</param>
    /// <param name="index">Its place among those handed over at the same moment.</param>
    public static OutboxRows? Of(OutboundMessage message, DateTimeOffset at, int index)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(message.IdempotencyKey)).AsSpan(0, 16));
        var content = OutboxContents.Of(message);
        var inverted = (long.MaxValue - at.UtcTicks).ToString("D19", CultureInfo.InvariantCulture);
        var marker = new TableEntity(message.Organization, MarkerKey(id)) { ["V"] = SchemaVersion };
        var document = new TableEntity(message.Organization, $"{FirstDocument}{inverted}-{99_999 - index:D5}-{id}")
        {
            ["V"] = SchemaVersion,
            ["Id"] = id,
            ["Key"] = message.IdempotencyKey,
            ["Channel"] = content.Channel,
            ["To"] = message.To,
            ["IsHtml"] = content.IsHtml,
            ["IsTransactional"] = content.IsTransactional,
            ["CreatedAt"] = at,
        };
        document.Put("From", content.From);
        document.Put("SenderName", content.SenderName);
        document.Put("Subject", content.Subject);
        return OutboxBody.TryWrite(document, content.Body) ? new OutboxRows(id, marker, document) : null;
    }

    /// <summary>The row key that exists once the message does.</summary>
    public static string MarkerKey(string id) => $"k-{id}";

    /// <summary>Whether a text is a row key of a document, and so a cursor.</summary>
    public static bool IsDocumentKey(string text) =>
        text.Length is > 2 and < 100 && text.StartsWith(FirstDocument, StringComparison.Ordinal) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <summary>The message in a document row.</summary>
    public static OutboxMessage Read(TableEntity row) => new(
        Id: row.Text("Id"),
        Key: row.Text("Key"),
        To: row.Text("To"),
        new OutboxContent(
            // Rows from before there were other channels do not name theirs.
            Channel: row.GetString("Channel") ?? Channel.Email.Name(),
            From: row.GetString("From"),
            SenderName: row.GetString("SenderName"),
            Subject: row.GetString("Subject"),
            Body: OutboxBody.Read(row),
            IsHtml: row.GetBoolean("IsHtml") ?? false,
            IsTransactional: row.GetBoolean("IsTransactional") ?? false),
        CreatedAt: row.GetDateTimeOffset("CreatedAt") ?? default);
}
