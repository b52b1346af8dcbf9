using Cadenza.Domain.Organizations;
using Cadenza.Functions.Platform.Tables;

namespace Cadenza.Functions.Webhooks.Storage;

/// <summary>That a delivery must be looked at by a time.</summary>
/// <param name="At">The time.</param>
/// <param name="Key">The receiver.</param>
/// <param name="Event">The id of the event.</param>
internal sealed record WebhookDue(DateTimeOffset At, WebhookKey Key, string Event);

/// <summary>
/// When deliveries are to be tried again. Table <c>due</c>, partition <c>hook|shard</c>, row <c>time|organization|webhook|event</c>.
/// An entry is written before the delivery it stands for, so none is forgotten; one that stands for nothing does no harm.
/// </summary>
internal sealed class WebhookDueStore(StorageTables tables)
{
    /// <summary>Adds an entry to the index.</summary>
    public Task PutAsync(WebhookDue entry, CancellationToken cancellation) => tables.Due.NoteAsync(PartitionOf(entry), KeyOf(entry), cancellation);

    /// <summary>Forgets an entry; one that is not there is no error.</summary>
    public Task RemoveAsync(WebhookDue entry, CancellationToken cancellation) => tables.Due.DropAsync(PartitionOf(entry), KeyOf(entry), cancellation);

    /// <summary>What was due before a time, the oldest of each partition first.</summary>
    public IAsyncEnumerable<WebhookDue> ListAsync(DateTimeOffset before, CancellationToken cancellation) =>
        tables.Due.ListDueAsync(Partition, before, cancellation).Select(due =>
            new WebhookDue(due.At, new WebhookKey(OrganizationId.Parse(due.Parts[1]), Guid.ParseExact(due.Parts[2], "D")), due.Parts[3]));

    private static string KeyOf(WebhookDue entry) => $"{RowKey.Time(entry.At)}|{entry.Key.Organization}|{entry.Key.Webhook:D}|{entry.Event}";

    private static string PartitionOf(WebhookDue entry) => Partition(Convert.ToInt32(entry.Event[^1..], 16) % DueRows.Shards);

    private static string Partition(int shard) => RowKey.Join("hook", RowKey.Number(shard, 2));
}
