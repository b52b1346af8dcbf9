using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Organizations;

namespace Cadenza.Functions.Storage;

/// <summary>That a delivery must be looked at by a time.</summary>
/// <param name="At">The time.</param>
/// <param name="Key">The receiver.</param>
/// <param name="Event">The id of the event.</param>
internal sealed record WebhookDue(DateTimeOffset At, WebhookKey Key, string Event);

/// <summary>
/// When deliveries are to be tried again. Table <c>due</c>, partition <c>hook</c>, row <c>time|organization|webhook|event</c>.
/// An entry is written before the delivery it stands for, so none is forgotten; one that stands for nothing does no harm. They
/// are few: one for a delivery that failed.
/// </summary>
internal sealed class WebhookDueStore(StorageTables tables)
{
    private const string Partition = "hook";

    /// <summary>Notes an entry.</summary>
    public Task PutAsync(WebhookDue entry, CancellationToken cancellation) =>
        // Upsert without ETag: the row is nothing but its key, so writing it again changes nothing.
        tables.Due.UpsertEntityAsync(new TableEntity(Partition, KeyOf(entry)) { [RowKey.SchemaColumn] = RowKey.Schema }, TableUpdateMode.Replace, cancellation);

    /// <summary>Forgets entries; one that is not there is no error.</summary>
    public Task RemoveAsync(IEnumerable<WebhookDue> entries, CancellationToken cancellation) => AtOnce.AllAsync(entries, async entry =>
    {
        try
        {
            // ETag.All: the row is nothing but its key, so there is no newer version to lose.
            await tables.Due.DeleteEntityAsync(Partition, KeyOf(entry), ETag.All, cancellation);
        }
        catch (RequestFailedException error) when (error.IsMissing())
        {
            // Another sweep removed it.
        }

        return true;
    });

    /// <summary>What is due at a time, the oldest first.</summary>
    public async Task<List<WebhookDue>> ListAsync(DateTimeOffset now, int limit, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey le {RowKey.Time(now) + RowKey.AfterSeparator}");
        var found = new List<WebhookDue>();
        await foreach (var row in tables.Due.QueryAsync<TableEntity>(filter, limit, cancellationToken: cancellation))
        {
            var parts = row.RowKey.Split('|');
            var at = new DateTimeOffset(long.Parse(parts[0], CultureInfo.InvariantCulture), TimeSpan.Zero);
            found.Add(new WebhookDue(at, new WebhookKey(OrganizationId.Parse(parts[1]), Guid.ParseExact(parts[2], "D")), parts[3]));
            if (found.Count == limit) break;
        }

        return found;
    }

    private static string KeyOf(WebhookDue entry) =>
        RowKey.Join(RowKey.Time(entry.At), entry.Key.Organization.ToString(), $"{entry.Key.Webhook:D}|{entry.Event}");
}
