using Azure.Data.Tables;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Sequences;

namespace Cadenza.Functions.Sequences.Storage;

/// <summary>
/// The rows of an earlier version: partition <c>organization|sequence|version|step|shard</c> (and the run where contacts are
/// enrolled once more), row <c>contact</c> for a message, and <c>contact~</c> for the receipt of the wave that begins with that
/// contact: which of its messages were sent at the first attempt.
/// </summary>
internal static class EarlierLedgerRows
{
    private const char ReceiptMark = '~';
    private const string SentColumn = "Sent";
    private const string WasColumn = "Was";
    private const string Moved = "moved";

    /// <summary>The key of a message's row.</summary>
    public static string Key(ContactId contact) => contact.ToString();

    /// <summary>The key of a wave's receipt.</summary>
    public static string ReceiptKey(ContactId wave) => $"{wave}{ReceiptMark}";

    /// <summary>Whether a row is a receipt.</summary>
    public static bool IsReceipt(TableEntity row) => row.RowKey[^1] == ReceiptMark;

    /// <summary>Whether a row says that its message is kept in the place of today.</summary>
    public static bool IsMoved(TableEntity row) => row.GetString("Reason") == Moved;

    /// <summary>A row that keeps the earlier version from sending a message: to it the message is one that is not to be sent.</summary>
    public static TableEntity Move(string partition, ContactId contact, DateTimeOffset now) => new(partition, Key(contact))
    {
        [RowKey.SchemaColumn] = RowKey.Schema,
        ["Status"] = nameof(LedgerStatus.Suppressed),
        ["Attempts"] = 0,
        ["Reason"] = Moved,
        ["At"] = now,
    };

    /// <summary>A message that was reserved, as one that the earlier version leaves alone; what is known of it stays readable here.</summary>
    public static TableEntity Retire(TableEntity row) => new(row.PartitionKey, row.RowKey)
    {
        ["Status"] = nameof(LedgerStatus.Suppressed),
        [WasColumn] = row.Text("Status"),
    };

    /// <summary>Whether the earlier version would still change the message's row.</summary>
    public static bool IsLive(TableEntity row) => row.GetString("Status") != nameof(LedgerStatus.Sent) && !row.ContainsKey(WasColumn);

    /// <summary>An empty receipt: nobody can say any more that the wave was sent.</summary>
    public static TableEntity Close(string partition, ContactId wave, DateTimeOffset now)
    {
        var row = new TableEntity(partition, ReceiptKey(wave)) { [RowKey.SchemaColumn] = RowKey.Schema, ["At"] = now };
        JsonColumn.Write(row, SentColumn, new Dictionary<string, string>(), StorageJson.Default.DictionaryStringString);
        return row;
    }

    /// <summary>What a message's own row says of it.</summary>
    public static NotedEntry ToEntry(TableEntity row) => new(
        new LedgerEntry(
            ContactId.Parse(row.RowKey),
            Enum.Parse<LedgerStatus>(row.GetString(WasColumn) ?? row.Text("Status")),
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
        },
        row.Time("At"));

    /// <summary>What is known of a message by the receipt of its wave.</summary>
    /// <param name="row">The message's own row.</param>
    /// <param name="receipt">The receipt.</param>
    public static NotedEntry ToEntry(TableEntity row, TableEntity receipt)
    {
        var noted = ToEntry(row);
        var sent = JsonColumn.Read(receipt, SentColumn, StorageJson.Default.DictionaryStringString) ?? [];
        return sent.TryGetValue(row.RowKey, out var messageId)
            ? new NotedEntry(noted.Entry with { Status = LedgerStatus.Sent, ProviderMessageId = messageId }, receipt.Time("At"))
            : noted;
    }

    /// <summary>The wave whose receipt says more than the message's own row, or null.</summary>
    public static ContactId? WaveOf(TableEntity row) => row.GetString("Wave") is { } wave ? ContactId.Parse(wave) : null;
}
