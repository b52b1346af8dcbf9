using Azure;
using Azure.Data.Tables;
using Cadenza.Functions.Platform.Security.Encryption;

namespace Cadenza.Functions.Webhooks.Storage;

/// <summary>A webhook as stored, and the version of its row.</summary>
internal sealed record StoredWebhook(Webhook Webhook, ETag Version);

/// <summary>Webhooks. Table <c>webhooks</c>, partition <c>organization</c>, row: the webhook's id, so the order is that of creation. Address and secret are encrypted.</summary>
internal sealed class WebhookStore(StorageTables tables, EncryptionKeys keys)
{
    /// <summary>The columns that are encrypted.</summary>
    public static readonly string[] SecretColumns = [UrlColumn, SecretColumn];

    private const string EventsColumn = "Events";
    private const string UrlColumn = "Url";
    private const string SecretColumn = "Secret";

    private readonly SealedColumn _url = new(keys, tables.Webhooks, UrlColumn);
    private readonly SealedColumn _secret = new(keys, tables.Webhooks, SecretColumn);

    /// <summary>Stores a new webhook.</summary>
    public async Task<StoredWebhook> CreateAsync(Webhook webhook, CancellationToken cancellation) =>
        new(webhook, (await tables.Webhooks.AddEntityAsync(ToRow(webhook), cancellation)).NewETag());

    /// <summary>The webhook, or null.</summary>
    public async Task<StoredWebhook?> GetAsync(OrganizationId organization, Guid id, CancellationToken cancellation)
    {
        var row = await tables.Webhooks.GetEntityIfExistsAsync<TableEntity>(organization.ToString(), KeyOf(id), cancellationToken: cancellation);
        return row.HasValue ? FromRow(row.Value!) : null;
    }

    /// <summary>Stores a changed webhook.</summary>
    /// <exception cref="RequestFailedException">412 or 404: it was changed or removed since it was read.</exception>
    public async Task<StoredWebhook> UpdateAsync(StoredWebhook read, Webhook changed, CancellationToken cancellation) =>
        new(changed, (await tables.Webhooks.UpdateEntityAsync(ToRow(changed), read.Version, TableUpdateMode.Replace, cancellation)).NewETag());

    /// <summary>Removes a webhook; one that is gone is no error.</summary>
    /// <exception cref="RequestFailedException">412: it was changed since it was read.</exception>
    public Task RemoveAsync(StoredWebhook read, CancellationToken cancellation) =>
        tables.Webhooks.DeleteEntityAsync(read.Webhook.Organization.ToString(), KeyOf(read.Webhook.Id), read.Version, cancellation);

    /// <summary>All webhooks of an organization, which are few, in the order they were made.</summary>
    public async Task<List<StoredWebhook>> ListAsync(OrganizationId organization, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {organization.ToString()}");
        var found = new List<StoredWebhook>();
        await foreach (var row in tables.Webhooks.QueryAsync<TableEntity>(filter, cancellationToken: cancellation)) found.Add(FromRow(row));
        return found;
    }

    private static string KeyOf(Guid id) => id.ToString("D");

    private TableEntity ToRow(Webhook webhook)
    {
        var row = new TableEntity(webhook.Organization.ToString(), KeyOf(webhook.Id))
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            ["CreatedAt"] = webhook.CreatedAt,
            ["UpdatedAt"] = webhook.UpdatedAt,
        };
        _url.Write(row, webhook.Url);
        _secret.Write(row, webhook.Secret);
        row.Put("ActiveSince", webhook.ActiveSince);
        JsonColumn.Write(row, EventsColumn, webhook.Events, StorageJson.Default.IReadOnlyListString);
        return row;
    }

    private StoredWebhook FromRow(TableEntity row) => new(
        new Webhook(
            Guid.ParseExact(row.RowKey, "D"),
            OrganizationId.Parse(row.PartitionKey),
            _url.Text(row),
            JsonColumn.Read(row, EventsColumn, StorageJson.Default.IReadOnlyListString) ?? [],
            _secret.Text(row),
            row.GetDateTimeOffset("ActiveSince"),
            row.Time("CreatedAt"),
            row.Time("UpdatedAt")),
        row.ETag);
}
