using Azure;
using Azure.Data.Tables;

namespace Cadenza.Functions.Events.Storage;

/// <summary>An event about to be taken in.</summary>
/// <param name="Key">See <see cref="InboxEvent"/>.</param>
/// <param name="Event">The event.</param>
/// <param name="Outcomes">What comes of it; null when that is decided later.</param>
/// <param name="Awaited">How runs find it that come to wait for it; null when none can. Stored with the outcomes.</param>
internal sealed record EventToStore(string Key, CloudEvent Event, IReadOnlyList<EventOutcome>? Outcomes = null, AwaitedEvent? Awaited = null);

/// <summary>An event that runs may come to wait for.</summary>
/// <param name="Type">Its type, normalized.</param>
/// <param name="Subject">The id of what it is about, or null.</param>
/// <param name="At">When it was taken in.</param>
internal sealed record AwaitedEvent(string Type, string? Subject, DateTimeOffset At);

/// <summary>
/// The inbox. Table <c>events</c>, partition <c>organization|shard</c>: <c>e|key</c> is an event, <c>o|key</c> what came of it,
/// <c>n|inverted time|key</c> lists it, the newest first, and says when it may go (<c>x|time|key</c> does that for events of an
/// earlier version, which are not listed); <c>a|type|time|key</c> and <c>s|hash of type and subject|time|key</c> find events
/// that runs may come to wait for. Rows are inserted and never changed, so the first to decide about an event decides for all.
/// </summary>
internal sealed class EventStore(StorageTables tables, TimeProvider clock)
{
    /// <summary>How long an event is kept, and the same source and id known.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    /// <summary>Partitions of an organization.</summary>
    public const int Shards = 4;

    private const int MaxTransaction = 100;
    private const int RowsPerEvent = 3;
    private const int RowsToFindIt = 2;
    private const string EventColumn = "Event";
    private const string OutcomesColumn = "Outcomes";

    // The keys of the rows that find the event, a line each, for its removal.
    private const string FoundByColumn = "FoundBy";

    /// <summary>Takes events in, each once; answers the keys of those that were there already.</summary>
    public Task<IReadOnlySet<string>> AddAsync(OrganizationId organization, IReadOnlyList<EventToStore> events, CancellationToken cancellation) =>
        InsertAsync(organization, events, one => EventRows(organization, one), cancellation);

    /// <summary>Notes what came of events that are in the inbox; answers the keys of those about which it was noted before.</summary>
    public Task<IReadOnlySet<string>> DecideAsync(OrganizationId organization, IReadOnlyList<EventToStore> events, CancellationToken cancellation) =>
        InsertAsync(organization, events, one => OutcomesRows(organization, one), cancellation);

    /// <summary>An event, or null.</summary>
    public async Task<InboxEvent?> GetAsync(OrganizationId organization, string key, CancellationToken cancellation)
    {
        var row = await tables.Events.GetEntityIfExistsAsync<TableEntity>(Partition(organization, key), EventRowKey(key), cancellationToken: cancellation);
        if (!row.HasValue) return null;
        return new InboxEvent(key, EventOf(row.Value!), row.Value!.Time("ReceivedAt"), await GetOutcomesAsync(organization, key, cancellation));
    }

    /// <summary>An event without what came of it, or null.</summary>
    public async Task<CloudEvent?> GetEventAsync(OrganizationId organization, string key, CancellationToken cancellation)
    {
        var row = await tables.Events.GetEntityIfExistsAsync<TableEntity>(Partition(organization, key), EventRowKey(key), cancellationToken: cancellation);
        return row.HasValue ? EventOf(row.Value!) : null;
    }

    /// <summary>What came of an event; null while nobody has decided.</summary>
    public async Task<IReadOnlyList<EventOutcome>?> GetOutcomesAsync(OrganizationId organization, string key, CancellationToken cancellation)
    {
        var row = await tables.Events.GetEntityIfExistsAsync<TableEntity>(Partition(organization, key), OutcomesRowKey(key), cancellationToken: cancellation);
        return row.HasValue ? JsonColumn.Read(row.Value!, OutcomesColumn, EventRowJson.Default.IReadOnlyListEventOutcome) : null;
    }

    /// <summary>
    /// The keys of the events of a type that runs could wait for, the oldest first: those that were decided about before this call.
    /// </summary>
    /// <param name="organization">The organization.</param>
    /// <param name="type">The type, normalized.</param>
    /// <param name="subject">About this one; null for all.</param>
    /// <param name="since">Taken in then or later.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<IReadOnlyList<string>> ListAwaitedAsync(
        OrganizationId organization, string type, string? subject, DateTimeOffset since, CancellationToken cancellation)
    {
        var prefix = subject is null ? OfType(type) : OfSubject(type, subject);
        var shards = await AtOnce.AllAsync(Enumerable.Range(0, Shards), async shard =>
        {
            var filter = TableClient.CreateQueryFilter(
                $"PartitionKey eq {Partition(organization, shard)} and RowKey ge {RowKey.Join(prefix, RowKey.Time(since))} and RowKey lt {prefix + RowKey.AfterSeparator}");
            return await tables.Events.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellation)
                .Select(row => row.RowKey[(prefix.Length + 1)..]).ToListAsync(cancellation);
        });
        return [.. shards.SelectMany(found => found).Order(StringComparer.Ordinal).Select(found => found[(found.LastIndexOf('|') + 1)..])];
    }

    /// <summary>Removes events of an organization that have been kept long enough, in a bounded number.</summary>
    /// <returns>Whether nothing of that kind is left.</returns>
    public async Task<bool> PurgeAsync(OrganizationId organization, int limit, CancellationToken cancellation)
    {
        var isDone = true;
        var kept = clock.GetUtcNow() - Retention;
        for (var shard = 0; shard < Shards; shard++)
        {
            var partition = Partition(organization, shard);
            isDone &= await PurgeAsync(partition, EventHistory.RowKeyOf(kept, ""), EventHistory.Rows + RowKey.AfterSeparator, limit, cancellation);
            isDone &= await PurgeAsync(partition, "x|", RowKey.Join("x", RowKey.Time(kept), ""), limit, cancellation);
        }

        return isDone;
    }

    private async Task<bool> PurgeAsync(string partition, string from, string until, int limit, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {from} and RowKey lt {until}");
        var left = limit;
        await foreach (var row in tables.Events.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellation))
        {
            if (left-- == 0) return false;
            var key = row.RowKey[(row.RowKey.LastIndexOf('|') + 1)..];
            foreach (var found in await FoundByAsync(partition, key, cancellation)) await DeleteAsync(partition, found, cancellation);
            await DeleteAsync(partition, OutcomesRowKey(key), cancellation);
            await DeleteAsync(partition, EventRowKey(key), cancellation);
            await DeleteAsync(partition, row.RowKey, cancellation);
        }

        return true;
    }

    // All of them at once while none is there; one that is there makes the others go in one by one.
    private async Task<IReadOnlySet<string>> InsertAsync(
        OrganizationId organization, IReadOnlyList<EventToStore> events, Func<EventToStore, IEnumerable<TableEntity>> rows, CancellationToken cancellation)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var atOnce = MaxTransaction / (events.Any(one => one.Awaited is not null) ? RowsPerEvent + RowsToFindIt : RowsPerEvent);
        foreach (var shard in events.GroupBy(one => Partition(organization, one.Key)))
        {
            foreach (var batch in shard.DistinctBy(one => one.Key).Chunk(atOnce))
            {
                if (await TryAddAsync(batch.SelectMany(rows), cancellation)) continue;
                foreach (var one in batch)
                {
                    if (batch.Length == 1 || !await TryAddAsync(rows(one), cancellation)) known.Add(one.Key);
                }
            }
        }

        return known;
    }

    private async Task<bool> TryAddAsync(IEnumerable<TableEntity> rows, CancellationToken cancellation)
    {
        try
        {
            await tables.Events.SubmitTransactionAsync(rows.Select(StorageErrors.Add), cancellation);
            return true;
        }
        catch (RequestFailedException error) when (error.IsConflict())
        {
            return false;
        }
    }

    private Task DeleteAsync(string partition, string key, CancellationToken cancellation) =>
        // Nothing to lose: rows of the inbox never change. One is missing when nobody had decided about it, or an earlier purge was cut short here.
        tables.Events.DropAsync(partition, key, cancellation);

    private List<TableEntity> EventRows(OrganizationId organization, EventToStore one)
    {
        var now = clock.GetUtcNow();
        var partition = Partition(organization, one.Key);
        var row = new TableEntity(partition, EventRowKey(one.Key)) { [RowKey.SchemaColumn] = RowKey.Schema, ["ReceivedAt"] = now };
        JsonColumn.Write(row, EventColumn, one.Event, EventsJson.Default.CloudEvent);
        List<TableEntity> rows = [row, EventHistory.RowOf(partition, now, one.Key, one.Event)];
        if (one.Outcomes is not null) rows.AddRange(OutcomesRows(organization, one));
        return rows;
    }

    private static List<TableEntity> OutcomesRows(OrganizationId organization, EventToStore one)
    {
        var row = new TableEntity(Partition(organization, one.Key), OutcomesRowKey(one.Key)) { [RowKey.SchemaColumn] = RowKey.Schema };
        JsonColumn.Write(row, OutcomesColumn, one.Outcomes ?? throw new ArgumentException("Nothing was decided.", nameof(one)), EventRowJson.Default.IReadOnlyListEventOutcome);
        if (one.Awaited is not { } awaited) return [row];
        var at = RowKey.Time(awaited.At);
        List<string> found = [RowKey.Join(OfType(awaited.Type), at, one.Key)];
        if (awaited.Subject is { } subject) found.Add(RowKey.Join(OfSubject(awaited.Type, subject), at, one.Key));
        row[FoundByColumn] = string.Join('\n', found);
        return [row, .. found.Select(key => new TableEntity(row.PartitionKey, key) { [RowKey.SchemaColumn] = RowKey.Schema })];
    }

    private async Task<string[]> FoundByAsync(string partition, string key, CancellationToken cancellation)
    {
        var row = await tables.Events.GetEntityIfExistsAsync<TableEntity>(partition, OutcomesRowKey(key), [FoundByColumn], cancellation);
        return row.HasValue ? row.Value!.GetString(FoundByColumn)?.Split('\n') ?? [] : [];
    }

    private static string OfType(string type) => RowKey.Join("a", RowKey.Encode(type));

    private static string OfSubject(string type, string subject) => RowKey.Join("s", RowKey.Hash($"{type}\n{subject}"));

    private static CloudEvent EventOf(TableEntity row) =>
        JsonColumn.Read(row, EventColumn, EventsJson.Default.CloudEvent) ?? throw new InvalidDataException($"Row {row.RowKey} lacks {EventColumn}.");

    private static string Partition(OrganizationId organization, string key) => Partition(organization, Convert.ToInt32(key[..2], 16) % Shards);

    /// <summary>A partition of the table.</summary>
    public static string Partition(OrganizationId organization, int shard) => RowKey.Join(organization.ToString(), RowKey.Number(shard, 2));

    private static string EventRowKey(string key) => RowKey.Join("e", key);

    private static string OutcomesRowKey(string key) => RowKey.Join("o", key);
}
