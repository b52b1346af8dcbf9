using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;

namespace Cadenza.Functions.Webhooks.Storage;

/// <summary>A delivery as stored, and the version of its row.</summary>
internal sealed record StoredWebhookDelivery(WebhookDelivery Delivery, ETag Version);

/// <summary>Names a receiver: the partition of its deliveries.</summary>
internal sealed record WebhookKey(OrganizationId Organization, Guid Webhook);

/// <summary>
/// What was sent to webhooks, and what is still to be. Table <c>webhookdeliveries</c>, partition <c>organization|webhook</c>,
/// row: the digits of the event's id such that the newest sorts first.
/// </summary>
internal sealed class WebhookDeliveryStore(StorageTables tables)
{
    private const string BodyColumn = "Body";
    private const string AttemptsColumn = "Attempts";
    private const int MaxRows = 100;

    // A transaction takes 4 MiB; a body counts in octets of UTF-16 here, and the rest of a row is small beside it.
    private const int MaxOctets = 3 * 1024 * 1024;

    /// <summary>Adds deliveries, each once: one that is there already is left as it is.</summary>
    public async Task AddAsync(WebhookKey key, IEnumerable<WebhookDelivery> deliveries, CancellationToken cancellation)
    {
        foreach (var part in Parts(deliveries))
        {
            if (await TryAddAsync(key, part, cancellation) || part.Count == 1) continue;
            // One of them is there already: the others go in one by one.
            await AtOnce.DoAsync(part, one => TryAddAsync(key, [one], cancellation));
        }
    }

    /// <summary>A delivery, or null.</summary>
    public async Task<StoredWebhookDelivery?> GetAsync(WebhookKey key, string id, CancellationToken cancellation)
    {
        if (!WebhookEvent.TryParse(id, out var uuid)) return null;
        var row = await tables.WebhookDeliveries.GetEntityIfExistsAsync<TableEntity>(Partition(key), RowKey.Descending(uuid), cancellationToken: cancellation);
        return row.HasValue ? FromRow(row.Value!) : null;
    }

    /// <summary>Stores a changed delivery.</summary>
    /// <exception cref="RequestFailedException">412 or 404: it was changed or removed since it was read.</exception>
    public async Task<StoredWebhookDelivery> UpdateAsync(WebhookKey key, StoredWebhookDelivery read, WebhookDelivery changed, CancellationToken cancellation) =>
        new(changed, (await tables.WebhookDeliveries.UpdateEntityAsync(ToRow(key, changed), read.Version, TableUpdateMode.Replace, cancellation)).NewETag());

    /// <summary>The deliveries of a receiver, the newest event first, read page by page as they are enumerated.</summary>
    /// <param name="key">The receiver.</param>
    /// <param name="after">Behind the delivery with this id; null for all.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async IAsyncEnumerable<StoredWebhookDelivery> ListAsync(
        WebhookKey key, string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var from = after is not null && WebhookEvent.TryParse(after, out var uuid) ? RowKey.Descending(uuid) : "";
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(key)} and RowKey gt {from}");
        await foreach (var row in tables.WebhookDeliveries.QueryAsync<TableEntity>(filter, MaxRows, cancellationToken: cancellation)) yield return FromRow(row);
    }

    /// <summary>Removes deliveries of events before a time, the oldest last, in a bounded number.</summary>
    /// <returns>Whether nothing of that kind is left.</returns>
    public async Task<bool> PurgeAsync(WebhookKey key, DateTimeOffset before, int limit, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(key)} and RowKey gt {RowKey.Descending(before)}");
        var left = limit;
        await foreach (var page in tables.WebhookDeliveries.QueryAsync<TableEntity>(filter, MaxRows, ["PartitionKey", "RowKey"], cancellation).AsPages())
        {
            if (page.Values.Count == 0) continue;
            // ETag.All: nobody delivers any more what is that old; should two purges meet, the other's next one finds the rest.
            await tables.WebhookDeliveries.SubmitTransactionAsync(
                page.Values.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)), cancellation);
            left -= page.Values.Count;
            if (left <= 0) return false;
        }

        return true;
    }

    private async Task<bool> TryAddAsync(WebhookKey key, List<WebhookDelivery> deliveries, CancellationToken cancellation)
    {
        try
        {
            await tables.WebhookDeliveries.SubmitTransactionAsync(deliveries.Select(delivery => StorageErrors.Add(ToRow(key, delivery))), cancellation);
            return true;
        }
        catch (RequestFailedException error) when (error.IsConflict())
        {
            return false;
        }
    }

    private static IEnumerable<List<WebhookDelivery>> Parts(IEnumerable<WebhookDelivery> deliveries)
    {
        var (part, octets) = (new List<WebhookDelivery>(), 0);
        foreach (var delivery in deliveries)
        {
            var size = delivery.Body.Length * sizeof(char);
            if (part.Count == MaxRows || (part.Count > 0 && octets + size > MaxOctets))
            {
                yield return part;
                (part, octets) = ([], 0);
            }

            part.Add(delivery);
            octets += size;
        }

        if (part.Count > 0) yield return part;
    }

    private static string Partition(WebhookKey key) => RowKey.Join(key.Organization.ToString(), key.Webhook.ToString("D"));

    private static TableEntity ToRow(WebhookKey key, WebhookDelivery delivery)
    {
        var row = new TableEntity(Partition(key), RowKey.Descending(WebhookEvent.Parse(delivery.Id)))
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            ["Id"] = delivery.Id,
            ["Type"] = delivery.Type,
            ["At"] = delivery.At,
            ["Status"] = delivery.Status.ToString(),
            ["Failures"] = delivery.Failures,
        };
        row.Put("NextAttemptAt", delivery.NextAttemptAt);
        row.Put("ClaimedUntil", delivery.ClaimedUntil);
        JsonColumn.Write(row, BodyColumn, delivery.Body, StorageJson.Default.String);
        if (delivery.Attempts.Count > 0) JsonColumn.Write(row, AttemptsColumn, delivery.Attempts, WebhookRowJson.Default.IReadOnlyListWebhookAttempt);
        return row;
    }

    private static StoredWebhookDelivery FromRow(TableEntity row) => new(
        new WebhookDelivery(
            row.Text("Id"),
            row.Text("Type"),
            row.Time("At"),
            JsonColumn.Read(row, BodyColumn, StorageJson.Default.String) ?? throw new InvalidDataException($"Row {row.RowKey} lacks {BodyColumn}."))
        {
            Status = Enum.Parse<WebhookDeliveryStatus>(row.Text("Status")),
            Attempts = JsonColumn.Read(row, AttemptsColumn, WebhookRowJson.Default.IReadOnlyListWebhookAttempt) ?? [],
            NextAttemptAt = row.GetDateTimeOffset("NextAttemptAt"),
            ClaimedUntil = row.GetDateTimeOffset("ClaimedUntil"),
            Failures = row.Number("Failures"),
        },
        row.ETag);
}
