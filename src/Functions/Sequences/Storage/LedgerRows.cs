using Azure.Data.Tables;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;

namespace Cadenza.Functions.Sequences.Storage;

/// <summary>
/// The rows of a ledger partition: <c>contact</c> for a message, <c>contact~</c> for the receipt of the wave that begins with
/// that contact, right behind it.
/// </summary>
internal static class LedgerRows
{
    private const char ReceiptMark = '~';

    /// <summary>The key of a message's row.</summary>
    public static string Key(ContactId contact) => contact.ToString();

    /// <summary>The key of a wave's receipt.</summary>
    public static string ReceiptKey(ContactId wave) => $"{wave}{ReceiptMark}";

    /// <summary>Whether a row is a receipt.</summary>
    public static bool IsReceipt(TableEntity row) => row.RowKey[^1] == ReceiptMark;

    /// <summary>A message as a row. What is true of nearly every message is not stored.</summary>
    public static TableEntity ToRow(string partition, LedgerWrite write, DateTimeOffset now)
    {
        var entry = write.Entry;
        var row = new TableEntity(partition, Key(entry.Contact))
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            ["Status"] = entry.Status.ToString(),
            ["At"] = now,
        };
        if (entry.Attempts != 1) row["Attempts"] = entry.Attempts;
        if (entry.Outages != 0) row["Outages"] = entry.Outages;
        if (entry.Repeats != 0) row["Repeats"] = entry.Repeats;
        row.Put("Resend", entry.Resend?.ToString("D"));
        row.Put("EarlierResends", entry.EarlierResends);
        row.Put("Reason", entry.Reason);
        row.Put("RetryAt", entry.RetryAt);
        row.Put("Warnings", entry.Warnings);
        row.Put("MessageId", entry.ProviderMessageId);
        row.Put("Wave", write.Wave?.ToString());
        return row;
    }

    /// <summary>A receipt as a row.</summary>
    public static TableEntity ToRow(string partition, WaveReceipt receipt)
    {
        var row = new TableEntity(partition, ReceiptKey(receipt.Wave)) { [RowKey.SchemaColumn] = RowKey.Schema, ["At"] = receipt.At };
        var sent = receipt.Sent.ToDictionary(message => message.Key.ToString(), message => message.Value);
        JsonColumn.Write(row, "Sent", sent, StorageJson.Default.DictionaryStringString);
        return row;
    }

    /// <summary>What a message's own row says of it.</summary>
    public static LedgerEntry ToEntry(TableEntity row) => new(
        ContactId.Parse(row.RowKey),
        Enum.Parse<LedgerStatus>(row.Text("Status")),
        row.GetString("Reason"),
        row.GetInt32("Attempts") ?? 1,
        row.GetDateTimeOffset("RetryAt"),
        row.GetString("MessageId"))
    {
        Outages = row.GetInt32("Outages") ?? 0,
        Repeats = row.GetInt32("Repeats") ?? 0,
        Resend = row.GetString("Resend") is { } resend ? Guid.Parse(resend) : null,
        EarlierResends = row.GetString("EarlierResends"),
        Warnings = row.GetString("Warnings"),
    };

    /// <summary>The wave whose receipt says more than the message's own row, or null.</summary>
    public static ContactId? WaveOf(TableEntity row) => row.GetString("Wave") is { } wave ? ContactId.Parse(wave) : null;

    /// <summary>Reads a receipt.</summary>
    public static WaveReceipt ToReceipt(TableEntity row) => new(
        ContactId.Parse(row.RowKey.TrimEnd(ReceiptMark)),
        (JsonColumn.Read(row, "Sent", StorageJson.Default.DictionaryStringString) ?? [])
            .ToDictionary(message => ContactId.Parse(message.Key), message => (string?)message.Value),
        row.Time("At"));
}
