using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Records;
using Cadenza.Domain.Values;
using Cadenza.Functions.Platform.Tables;

namespace Cadenza.Functions.Records.Storage;

/// <summary>That a task is late from a moment on, unless it was changed since.</summary>
/// <param name="LateFrom">The time from which it is late.</param>
/// <param name="Organization">The organization it belongs to.</param>
/// <param name="Task">Which task.</param>
/// <param name="NotedAt">When this was noted; the task is written after it.</param>
internal sealed record TaskDue(DateTimeOffset LateFrom, OrganizationId Organization, RecordId Task, DateTimeOffset NotedAt)
{
    /// <summary>The version of its row, where it was read.</summary>
    public ETag Version { get; init; }
}

/// <summary>
/// When tasks are late (D7). Table <c>recorddue</c>, partition: one of <see cref="Shards"/> by task, row
/// <c>time|organization|task</c>, so that the sweep reads what has come due and nothing else. An entry is written before the
/// task it stands for: what is due is never missing, and what stands for nothing is removed when its time comes.
/// </summary>
internal sealed class RecordDueStore(StorageTables tables)
{
    /// <summary>Partitions; part of the stored format.</summary>
    public const int Shards = 4;

    private const string NotedColumn = "NotedAt";

    /// <summary>Adds an entry to the index.</summary>
    public Task PutAsync(TaskDue entry, CancellationToken cancellation)
    {
        var row = new TableEntity(Partition(entry.Task), Key(entry)) { [RowKey.SchemaColumn] = RowKey.Schema, [NotedColumn] = entry.NotedAt };
        // Upsert without ETag: the key is all there is to it, and of two writers the later one's time may stay. It makes a new version.
        return tables.RecordDue.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation);
    }

    /// <summary>Forgets an entry that was read, unless it was noted again since; one that is not there is no error.</summary>
    public async Task RemoveAsync(TaskDue entry, CancellationToken cancellation)
    {
        try
        {
            await tables.RecordDue.DeleteEntityAsync(Partition(entry.Task), Key(entry), entry.Version, cancellation);
        }
        catch (RequestFailedException error) when (error.IsMissing() || error.IsStale())
        {
            // Another sweep removed it, or a change of the task noted it again.
        }
    }

    /// <summary>What has come due in one partition, the oldest first.</summary>
    /// <param name="shard">The partition, from 0.</param>
    /// <param name="after">Behind this entry; null for the oldest.</param>
    /// <param name="upTo">Tasks that are late after this time are left out.</param>
    /// <param name="limit">The most to return, 1 to 1,000.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<IReadOnlyList<TaskDue>> ReadAsync(int shard, TaskDue? after, DateTimeOffset upTo, int limit, CancellationToken cancellation)
    {
        var from = after is null ? "" : Key(after);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {RowKey.Number(shard, 2)} and RowKey gt {from} and RowKey lt {RowKey.Time(upTo) + RowKey.AfterSeparator}");
        var entries = new List<TaskDue>();
        await foreach (var row in tables.RecordDue.QueryAsync<TableEntity>(filter, limit, cancellationToken: cancellation))
        {
            entries.Add(FromRow(row));
            if (entries.Count == limit) break;
        }

        return entries;
    }

    private static TaskDue FromRow(TableEntity row)
    {
        var parts = row.RowKey.Split('|');
        var ticks = long.Parse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture);
        return new TaskDue(new DateTimeOffset(ticks, TimeSpan.Zero), OrganizationId.Parse(parts[1]), RecordId.Parse(parts[2]), row.Time(NotedColumn)) { Version = row.ETag };
    }

    private static string Partition(RecordId task) => RowKey.Number(ContactShards.Of(task.ToString()) % Shards, 2);

    private static string Key(TaskDue entry) => RowKey.Join(RowKey.Time(entry.LateFrom), entry.Organization.ToString(), entry.Task.ToString());
}
