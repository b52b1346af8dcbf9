using System.Globalization;
using Azure.Data.Tables;
using Cadenza.Domain.Values;

namespace Cadenza.Functions.Events.Storage;

/// <summary>Which events are asked for.</summary>
/// <param name="Type">Of this type, however it is written; null for all.</param>
/// <param name="Subject">About this; null for all.</param>
internal sealed record EventFilter(string? Type, string? Subject)
{
    /// <summary>Whether all are asked for.</summary>
    public bool IsAll => Type is null && Subject is null;
}

/// <summary>An event as it is listed: without its data.</summary>
/// <param name="Key">See <see cref="InboxEvent"/>.</param>
/// <param name="Id">The event's own id.</param>
/// <param name="Source">Where it happened.</param>
/// <param name="Type">The type of the event.</param>
/// <param name="Subject">To whom or what.</param>
/// <param name="Time">When it happened.</param>
/// <param name="ReceivedAt">When it was taken in first.</param>
/// <param name="Outcomes">What came of it; null while nobody has decided.</param>
internal sealed record ListedEvent(
    string Key, string Id, string Source, string Type, string? Subject, DateTimeOffset Time, DateTimeOffset ReceivedAt, IReadOnlyList<EventOutcome>? Outcomes);

/// <summary>A page of events.</summary>
/// <param name="Events">The newest first.</param>
/// <param name="Next">Where the next page begins; null when there is none.</param>
internal sealed record EventPage(IReadOnlyList<ListedEvent> Events, string? Next);

/// <summary>
/// The events of an organization by the time they were taken in, read from the rows <c>n|inverted time|key</c> of
/// <see cref="EventStore"/>, which hold all that a list shows but the outcomes.
/// </summary>
internal sealed class EventHistory(StorageTables tables, EventStore inbox)
{
    /// <summary>What the keys of the rows begin with.</summary>
    public const string Rows = "n";

    // Rows of a partition that are looked at for one page of a filtered list, which can be short for that.
    private const int MaxLooked = 1000;

    /// <summary>The key of the row of an event that was taken in at a time.</summary>
    public static string RowKeyOf(DateTimeOffset receivedAt, string key) => RowKey.Join(Rows, RowKey.Time(Inverted(receivedAt.UtcTicks)), key);

    /// <summary>The row of an event that was taken in at a time.</summary>
    public static TableEntity RowOf(string partition, DateTimeOffset receivedAt, string key, CloudEvent happening)
    {
        var entity = new TableEntity(partition, RowKeyOf(receivedAt, key))
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            ["Id"] = happening.Id,
            ["Source"] = happening.Source,
            ["Type"] = happening.Type,
            ["Time"] = happening.Time.UtcTicks,
        };
        entity.Put("Subject", happening.Subject);
        return entity;
    }

    /// <summary>A page of events, the newest first.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="filter">Which events are wanted.</param>
    /// <param name="after">Behind this place, as <see cref="EventPage.Next"/> said it; null for the beginning.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<EventPage> ListAsync(OrganizationId organization, EventFilter filter, string? after, int limit, CancellationToken cancellation)
    {
        var looked = filter.IsAll ? limit + 1 : MaxLooked;
        var shards = await AtOnce.AllAsync(Enumerable.Range(0, EventStore.Shards), shard => ReadAsync(organization, shard, after, looked, cancellation));
        // Behind the last row of a partition that has more, nothing is known of what comes first.
        var horizon = shards.Where(rows => rows.Count == looked).Select(rows => rows[^1].RowKey).Min(StringComparer.Ordinal);
        var rows = shards.SelectMany(read => read)
            .Where(row => horizon is null || string.CompareOrdinal(row.RowKey, horizon) <= 0)
            .OrderBy(row => row.RowKey, StringComparer.Ordinal)
            .ToList();
        var found = rows.Where(row => Matches(row, filter)).Take(limit).ToList();
        var isFull = found.Count == limit && found[^1] != rows[^1];
        var next = isFull ? found[^1].RowKey : horizon;
        return new EventPage(await AtOnce.AllAsync(found, row => ShownAsync(organization, row, cancellation)), next);
    }

    private async Task<List<TableEntity>> ReadAsync(OrganizationId organization, int shard, string? after, int limit, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {EventStore.Partition(organization, shard)} and RowKey gt {after ?? Rows + "|"} and RowKey lt {Rows + RowKey.AfterSeparator}");
        var rows = new List<TableEntity>();
        await foreach (var row in tables.Events.QueryAsync<TableEntity>(filter, limit, cancellationToken: cancellation))
        {
            rows.Add(row);
            if (rows.Count == limit) break;
        }

        return rows;
    }

    private async Task<ListedEvent> ShownAsync(OrganizationId organization, TableEntity row, CancellationToken cancellation)
    {
        var parts = row.RowKey.Split('|');
        return new ListedEvent(
            parts[2],
            row.Text("Id"),
            row.Text("Source"),
            row.Text("Type"),
            row.GetString("Subject"),
            new DateTimeOffset(row.GetInt64("Time") ?? throw new InvalidDataException($"Row {row.RowKey} lacks Time."), TimeSpan.Zero),
            Inverted(long.Parse(parts[1], CultureInfo.InvariantCulture)),
            await inbox.GetOutcomesAsync(organization, parts[2], cancellation));
    }

    // Such that the latest sorts first; inverted once more it is the time again.
    private static DateTimeOffset Inverted(long ticks) => new(DateTimeOffset.MaxValue.Ticks - ticks, TimeSpan.Zero);

    private static bool Matches(TableEntity row, EventFilter filter) =>
        (filter.Type is null || EventType.Normalize(row.Text("Type")) == EventType.Normalize(filter.Type))
        && (filter.Subject is null || row.GetString("Subject") == filter.Subject);
}
