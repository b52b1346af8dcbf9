using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Records;

namespace Cadenza.Functions.Records.Storage;

/// <summary>A notification as stored, and the version of its row.</summary>
internal sealed record StoredNotification(Notification Notification, ETag Version)
{
    /// <summary>Where it stands among those of its user: the newest first.</summary>
    public string Position => RowKey.Descending(Notification.Id);
}

/// <summary>
/// What users are told. Table <c>notifications</c>, partition <c>organization|shard</c> by user: <c>u|user|inverted id</c> is a
/// notification, <c>i|rest of the id</c> says whose an id is. The rest of an id is all but its time: it follows from the step
/// that tells, so that a step carried out again finds that it has told.
/// </summary>
internal sealed class NotificationStore(StorageTables tables)
{
    private const int TimeDigits = 13;
    private const string KeyColumn = "Key";

    /// <summary>Stores a notification; the one that is there when the step told it before.</summary>
    public async Task<Notification> AddAsync(OrganizationId organization, Notification notification, CancellationToken cancellation)
    {
        var row = ToRow(organization, notification);
        var pointer = new TableEntity(row.PartitionKey, PointerKey(notification.Id)) { [RowKey.SchemaColumn] = RowKey.Schema, [KeyColumn] = row.RowKey };
        try
        {
            await tables.Notifications.SubmitTransactionAsync([StorageErrors.Add(row), StorageErrors.Add(pointer)], cancellation);
            return notification;
        }
        catch (RequestFailedException error) when (error.IsConflict())
        {
            return (await ReadAsync(row.PartitionKey, pointer.RowKey, cancellation))?.Notification ?? throw new InvalidDataException("A notification lacks its row.");
        }
    }

    /// <summary>The notification and its version, or null.</summary>
    public async Task<StoredNotification?> FindAsync(OrganizationId organization, Guid id, CancellationToken cancellation)
    {
        var found = await ReadAsync(Partition(organization, Notification.ShardOf(id)), PointerKey(id), cancellation);
        return found?.Notification.Id == id ? found : null;
    }

    /// <summary>Stores a changed notification.</summary>
    /// <exception cref="RequestFailedException">412: it was changed since it was read.</exception>
    public async Task<StoredNotification> UpdateAsync(
        OrganizationId organization, StoredNotification read, Notification changed, CancellationToken cancellation)
    {
        var response = await tables.Notifications.UpdateEntityAsync(ToRow(organization, changed), read.Version, TableUpdateMode.Replace, cancellation);
        return new StoredNotification(changed, response.NewETag());
    }

    /// <summary>What a user was told, the newest first, read page by page as it is enumerated.</summary>
    /// <param name="organization">The organization of the user.</param>
    /// <param name="userId">The user.</param>
    /// <param name="after">Behind this <see cref="StoredNotification.Position"/>; null for all.</param>
    /// <param name="atOnce">How many to read at once, 1 to 1,000.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async IAsyncEnumerable<StoredNotification> ListAsync(
        OrganizationId organization,
        string userId,
        string? after,
        int atOnce,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var prefix = Prefix(userId);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Partition(organization, Notification.ShardOf(userId))} and RowKey gt {prefix + (after ?? "")} and RowKey lt {prefix + RowKey.AfterSeparator}");
        await foreach (var row in tables.Notifications.QueryAsync<TableEntity>(filter, atOnce, cancellationToken: cancellation)) yield return FromRow(row);
    }

    /// <summary>What all users were told: user by user, of each the newest first, read page by page as it is enumerated.</summary>
    /// <param name="organization">The organization of the users.</param>
    /// <param name="after">Behind this position; null for all.</param>
    /// <param name="atOnce">How many to read at once, 1 to 1,000.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async IAsyncEnumerable<(StoredNotification Stored, string Position)> ListAsync(
        OrganizationId organization, string? after, int atOnce, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var first = after is null ? 0 : int.Parse(after.AsSpan(0, 1), System.Globalization.CultureInfo.InvariantCulture);
        for (var shard = first; shard < Notification.Shards; shard++)
        {
            var from = after is not null && shard == first ? after[1..] : "u|";
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(organization, shard)} and RowKey gt {from} and RowKey lt {"u" + RowKey.AfterSeparator}");
            await foreach (var row in tables.Notifications.QueryAsync<TableEntity>(filter, atOnce, cancellationToken: cancellation))
                yield return (FromRow(row), RowKey.Number(shard, 1) + row.RowKey);
        }
    }

    private async Task<StoredNotification?> ReadAsync(string partition, string pointerKey, CancellationToken cancellation)
    {
        var pointer = await tables.Notifications.GetEntityIfExistsAsync<TableEntity>(partition, pointerKey, cancellationToken: cancellation);
        if (!pointer.HasValue) return null;
        var row = await tables.Notifications.GetEntityIfExistsAsync<TableEntity>(partition, pointer.Value!.Text(KeyColumn), cancellationToken: cancellation);
        return row.HasValue ? FromRow(row.Value!) : null;
    }

    private static TableEntity ToRow(OrganizationId organization, Notification notification)
    {
        var row = new TableEntity(Partition(organization, Notification.ShardOf(notification.UserId)), Prefix(notification.UserId) + RowKey.Descending(notification.Id))
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            ["Id"] = notification.Id.ToString("D"),
            ["User"] = notification.UserId,
            ["Title"] = notification.Title,
            ["Message"] = notification.Message,
            ["IsRead"] = notification.IsRead,
            ["CreatedAt"] = notification.CreatedAt,
        };
        row.Put("Module", notification.Module);
        row.Put("Record", notification.RecordId);
        return row;
    }

    private static StoredNotification FromRow(TableEntity row) => new(
        new Notification(
            Guid.ParseExact(row.Text("Id"), "D"),
            row.Text("User"),
            row.Text("Title"),
            row.Text("Message"),
            row.GetString("Module"),
            row.GetString("Record"),
            row.GetBoolean("IsRead") ?? false,
            row.Time("CreatedAt")),
        row.ETag);

    private static string Partition(OrganizationId organization, int shard) => RowKey.Join(organization.ToString(), RowKey.Number(shard, 1));

    private static string Prefix(string userId) => $"u|{RowKey.Encode(userId)}|";

    // The time is 12 digits; the version's digit behind it is always the same.
    private static string PointerKey(Guid id) => RowKey.Join("i", id.ToString("N")[TimeDigits..]);
}
