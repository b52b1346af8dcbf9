using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Cadenza.Functions.Platform.Caching;

namespace Cadenza.Functions.Platform.Idempotency;

/// <summary>
/// Idempotency keys (G5). Table <c>idempotency</c>, partition <c>organization</c>: <c>k|name</c> is a record with the answer,
/// <c>x|expiry|name</c> says when it goes, <c>l|location|name</c> what it is about; what belongs together is written in one
/// transaction. Partition <c>~hours</c>, row <c>hour|organization</c>, says whose records go in an hour, so that the sweep
/// looks nowhere else.
/// </summary>
internal sealed class IdempotencyStore(StorageTables tables)
{
    /// <summary>Records removed in one transaction: three rows each, of a hundred at most.</summary>
    private const int Page = 33;

    private const int MaxPagesAnOrganization = 30;
    private const int MaxOrganizationsASweep = 100;
    private const int MaxMarked = 10_000;
    private const string HoursPartition = "~hours";

    // Hours that are known to be noted, so that a key costs no operation for it.
    private readonly BoundedCache<string, bool> _marked = new(MaxMarked);

    /// <summary>Stores a new record; null when there is one of that name.</summary>
    public async Task<StoredIdempotency?> AddAsync(OrganizationId organization, string name, IdempotencyRecord record, CancellationToken cancellation)
    {
        await MarkHourAsync(organization, record.ExpiresAt, cancellation);
        try
        {
            var responses = await tables.Idempotency.SubmitTransactionAsync(
                [StorageErrors.Add(ToRow(organization, name, record)), StorageErrors.Add(ExpiryRow(organization, name, record))], cancellation);
            return new StoredIdempotency(record, responses.Value[0].NewETag());
        }
        catch (RequestFailedException error) when (error.IsConflict())
        {
            return null;
        }
    }

    /// <summary>The record of a name, or null.</summary>
    public async Task<StoredIdempotency?> GetAsync(OrganizationId organization, string name, CancellationToken cancellation)
    {
        var row = await tables.Idempotency.GetEntityIfExistsAsync<TableEntity>(organization.ToString(), RecordKey(name), cancellationToken: cancellation);
        return row.HasValue ? new StoredIdempotency(FromRow(row.Value!), row.Value!.ETag) : null;
    }

    /// <summary>Stores a record that took the place of an expired one; null when it changed since it was read.</summary>
    public async Task<StoredIdempotency?> RestartAsync(
        OrganizationId organization, string name, StoredIdempotency expired, IdempotencyRecord record, CancellationToken cancellation)
    {
        await MarkHourAsync(organization, record.ExpiresAt, cancellation);
        return await SubmitAsync(
            record,
            [StorageErrors.Replace(ToRow(organization, name, record), expired.Version), StorageErrors.Add(ExpiryRow(organization, name, record)), .. Companions(organization, name, expired.Record)],
            cancellation);
    }

    /// <summary>Stores a changed record of the same expiry; null when it changed since it was read.</summary>
    public Task<StoredIdempotency?> UpdateAsync(
        OrganizationId organization, string name, StoredIdempotency read, IdempotencyRecord record, CancellationToken cancellation)
    {
        List<TableTransactionAction> actions = [StorageErrors.Replace(ToRow(organization, name, record), read.Version)];
        if (record.Location is not null)
        {
            // Upserts without ETag: both belong to the record, whose version this transaction checks.
            actions.Add(new(TableTransactionActionType.UpsertReplace, ExpiryRow(organization, name, record)));
            actions.Add(new(TableTransactionActionType.UpsertReplace, LocationRow(organization, name, record)));
        }

        return SubmitAsync(record, actions, cancellation);
    }

    /// <summary>Removes a record, unless it changed since it was read.</summary>
    public async Task RemoveAsync(OrganizationId organization, string name, StoredIdempotency read, CancellationToken cancellation)
    {
        try
        {
            await tables.Idempotency.SubmitTransactionAsync(
                [new(TableTransactionActionType.Delete, new TableEntity(organization.ToString(), RecordKey(name)), read.Version), .. Companions(organization, name, read.Record)],
                cancellation);
        }
        catch (RequestFailedException error) when (error.IsStale() || error.IsMissing())
        {
            // Somebody else has it now, or removed it.
        }
    }

    /// <summary>
    /// Forgets the answers about a resource, for whoever erases it; a later repeat of those requests is a new one. Reads one
    /// range and removes in transactions of <see cref="Page"/>; safe to repeat.
    /// </summary>
    /// <param name="organization">The organization.</param>
    /// <param name="location">The resource as <c>Location</c> names it: <c>/contacts/{id}</c>.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task ForgetAsync(OrganizationId organization, string location, CancellationToken cancellation)
    {
        var from = RowKey.Join("l", LocationName(location));
        await foreach (var page in RangeAsync(organization.ToString(), from + '|', from + RowKey.AfterSeparator, cancellation)) await RemoveAsync(page, cancellation);
    }

    /// <summary>Removes what has expired, in bounded pages; what is left over is for the next sweep.</summary>
    /// <returns>How many records went.</returns>
    public async Task<int> SweepAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var (removed, organizations) = (0, 0);
        await foreach (var hours in RangeAsync(HoursPartition, "", RowKey.Time(now), cancellation))
        {
            foreach (var hour in hours)
            {
                if (++organizations > MaxOrganizationsASweep) return removed;
                var (count, all) = await SweepAsync(hour.RowKey[(hour.RowKey.IndexOf('|', StringComparison.Ordinal) + 1)..], now, cancellation);
                removed += count;
                if (all) await RemoveHourAsync(hour, cancellation);
            }
        }

        return removed;
    }

    /// <summary>The name under which a record is found by what its answer is about.</summary>
    public static string LocationName(string location) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(location)).AsSpan(0, 16));

    private async Task<(int Removed, bool All)> SweepAsync(string organization, DateTimeOffset now, CancellationToken cancellation)
    {
        var (removed, pages) = (0, 0);
        await foreach (var page in RangeAsync(organization, "x|", RowKey.Join("x", RowKey.Time(now)), cancellation))
        {
            if (++pages > MaxPagesAnOrganization) return (removed, false);
            await RemoveAsync(page, cancellation);
            removed += page.Count;
        }

        return (removed, true);
    }

    private Task RemoveHourAsync(TableEntity hour, CancellationToken cancellation) =>
        // Nothing to lose: nobody notes an hour that is over.
        tables.Idempotency.DropAsync(HoursPartition, hour.RowKey, cancellation);

    /// <summary>Removes the records that expiry or location rows belong to, and with them those rows.</summary>
    private async Task RemoveAsync(IReadOnlyCollection<TableEntity> rows, CancellationToken cancellation)
    {
        try
        {
            await tables.Idempotency.SubmitTransactionAsync(rows.SelectMany(Deletions), cancellation);
        }
        catch (RequestFailedException error) when ((error.IsMissing() || error.IsStale()) && rows.Count > 1)
        {
            foreach (var row in rows) await RemoveAsync([row], cancellation);
        }
        catch (RequestFailedException error) when (error.IsMissing() || error.IsStale())
        {
            // Its record went or began anew since the row was read, and the row with it.
        }
    }

    private static IEnumerable<TableTransactionAction> Deletions(TableEntity row)
    {
        // The row that was read decides by its version; the others are there as long as it is.
        var name = row.RowKey[(row.RowKey.LastIndexOf('|') + 1)..];
        yield return new(TableTransactionActionType.Delete, row, row.ETag);
        yield return new(TableTransactionActionType.Delete, new TableEntity(row.PartitionKey, RecordKey(name)), ETag.All);
        if (row.GetString("Expiry") is { } expiry) yield return new(TableTransactionActionType.Delete, new TableEntity(row.PartitionKey, RowKey.Join("x", expiry, name)), ETag.All);
        if (row.GetString("Location") is { } location) yield return new(TableTransactionActionType.Delete, new TableEntity(row.PartitionKey, RowKey.Join("l", location, name)), ETag.All);
    }

    private async Task<StoredIdempotency?> SubmitAsync(IdempotencyRecord record, List<TableTransactionAction> actions, CancellationToken cancellation)
    {
        try
        {
            var responses = await tables.Idempotency.SubmitTransactionAsync(actions, cancellation);
            return new StoredIdempotency(record, responses.Value[0].NewETag());
        }
        catch (RequestFailedException error) when (error.IsStale() || error.IsMissing())
        {
            return null;
        }
    }

    private async Task MarkHourAsync(OrganizationId organization, DateTimeOffset expiresAt, CancellationToken cancellation)
    {
        var hour = new DateTimeOffset(expiresAt.UtcTicks - (expiresAt.UtcTicks % TimeSpan.TicksPerHour) + TimeSpan.TicksPerHour, TimeSpan.Zero);
        var row = RowKey.Join(RowKey.Time(hour), organization.ToString());
        if (_marked.TryGet(row, out _)) return;
        // Upsert without ETag: the row is nothing but its key. It goes first, so that no record lacks it.
        await tables.Idempotency.UpsertEntityAsync(
            new TableEntity(HoursPartition, row) { [RowKey.SchemaColumn] = RowKey.Schema }, TableUpdateMode.Replace, cancellation);
        _marked.Keep(row, true);
    }

    private async IAsyncEnumerable<IReadOnlyList<TableEntity>> RangeAsync(
        string partition, string from, string to, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {to}");
        await foreach (var page in tables.Idempotency.QueryAsync<TableEntity>(filter, Page, cancellationToken: cancellation).AsPages())
        {
            if (page.Values.Count > 0) yield return page.Values;
        }
    }

    // The rows that go with a record; ETag.All: they change with it alone.
    private static IEnumerable<TableTransactionAction> Companions(OrganizationId organization, string name, IdempotencyRecord record)
    {
        yield return new(TableTransactionActionType.Delete, ExpiryRow(organization, name, record), ETag.All);
        if (record.Location is not null) yield return new(TableTransactionActionType.Delete, LocationRow(organization, name, record), ETag.All);
    }

    private static TableEntity ExpiryRow(OrganizationId organization, string name, IdempotencyRecord record)
    {
        var row = new TableEntity(organization.ToString(), RowKey.Join("x", RowKey.Time(record.ExpiresAt), name)) { [RowKey.SchemaColumn] = RowKey.Schema };
        row.Put("Location", record.Location);
        return row;
    }

    private static TableEntity LocationRow(OrganizationId organization, string name, IdempotencyRecord record) =>
        new(organization.ToString(), RowKey.Join("l", record.Location!, name))
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            ["Expiry"] = RowKey.Time(record.ExpiresAt),
        };

    private static TableEntity ToRow(OrganizationId organization, string name, IdempotencyRecord record)
    {
        var row = new TableEntity(organization.ToString(), RecordKey(name))
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            ["Seed"] = record.Seed.ToString("D"),
            ["ExpiresAt"] = record.ExpiresAt,
            ["LockedUntil"] = record.LockedUntil,
            ["IsDone"] = record.IsDone,
        };
        row.Put("Fingerprint", record.Fingerprint);
        row.Put("Location", record.Location);
        if (record.Answer is not null) OctetColumns.Write(row, "Answer", record.Answer);
        return row;
    }

    private static IdempotencyRecord FromRow(TableEntity row) => new(
        Guid.Parse(row.Text("Seed")),
        row.GetString("Fingerprint"),
        row.Time("ExpiresAt"),
        row.Time("LockedUntil"),
        row.GetBoolean("IsDone") ?? false,
        OctetColumns.Read(row, "Answer"),
        row.GetString("Location"));

    private static string RecordKey(string name) => RowKey.Join("k", name);
}
