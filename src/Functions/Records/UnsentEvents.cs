using Azure.Data.Tables;
using Cadenza.Domain.Records;
using Cadenza.Functions.Events;
using Cadenza.Functions.Records.Storage;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Records;

/// <summary>
/// Events that must not be lost when the process dies between a change and the queue. They are stored by the transaction of the
/// change itself, as a row <c>o|…</c> of its partition, then sent, then removed. Before the first change in a while a message is
/// put aside that comes back after a minute and sends what was left. See docs/decisions/0046.
/// </summary>
internal sealed class UnsentEvents(UnsentEventsChecks checks, TableServiceClient tables, EventQueue events, TimeProvider clock, ILogger<UnsentEvents> log)
{
    /// <summary>The queue of the checks.</summary>
    public const string QueueName = "record-events";

    /// <summary>Events younger than that may be on their way.</summary>
    public static readonly TimeSpan OnTheirWay = TimeSpan.FromSeconds(15);

    private const string Prefix = "o|";
    private const string EventsColumn = "Events";
    private const string AtColumn = "At";

    /// <summary>The row that keeps events until they are sent; null when there are none.</summary>
    /// <param name="partition">The partition of what changed.</param>
    /// <param name="change">Names the change in the partition; a key part.</param>
    /// <param name="happenings">The events.</param>
    public TableEntity? Row(string partition, string change, IReadOnlyList<RecordEvent> happenings)
    {
        if (happenings.Count == 0) return null;
        var row = new TableEntity(partition, Prefix + change) { [RowKey.SchemaColumn] = RowKey.Schema, [AtColumn] = clock.GetUtcNow() };
        JsonColumn.Write(row, EventsColumn, happenings, RecordsJson.Default.IReadOnlyListRecordEvent);
        return row;
    }

    /// <summary>Sees to it that what is stored from now on is looked after. To be called before the row is stored.</summary>
    public async Task ArmAsync(string table, string partition, CancellationToken cancellation) =>
        await checks.EnsureAsync(new UnsentEventsCheck(table, partition), cancellation);

    /// <summary>Sends the events of a change that was stored, and forgets them. Does not fail: what cannot be sent now is found later.</summary>
    public async Task SendAsync(string table, TableEntity? row, CancellationToken cancellation)
    {
        if (row is null) return;
        try
        {
            await DeliverAsync(tables.GetTableClient(table), row, cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.EventsDelayed(fault, table);
        }
    }

    /// <summary>Sends what was left in a partition. Repeating it does no harm: the same events are taken in once.</summary>
    public async Task CheckAsync(UnsentEventsCheck check, CancellationToken cancellation)
    {
        var table = tables.GetTableClient(check.Table);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {check.Partition} and RowKey ge {Prefix} and RowKey lt {"o" + RowKey.AfterSeparator}");
        var (sent, isMore) = (0, false);
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            if (clock.GetUtcNow() - row.Time(AtColumn) < OnTheirWay)
            {
                isMore = true;
                continue;
            }

            await DeliverAsync(table, row, cancellation);
            sent++;
        }

        if (sent > 0) log.LeftoversSent(sent, check.Table);
        if (isMore) await checks.SendAsync(check);
    }

    private async Task DeliverAsync(TableClient table, TableEntity row, CancellationToken cancellation)
    {
        var organization = OrganizationId.Parse(row.PartitionKey.Split('|')[0]);
        var happenings = JsonColumn.Read(row, EventsColumn, RecordsJson.Default.IReadOnlyListRecordEvent) ?? [];
        await events.SendAsync(happenings.Select(happening => RecordCloudEvents.Of(organization, happening)), cancellation);
        // Nothing to lose: such a row is written once.
        await table.DropAsync(row.PartitionKey, row.RowKey, cancellation);
    }
}
