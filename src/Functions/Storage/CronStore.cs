using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Workflows;

namespace Cadenza.Functions.Storage;

/// <summary>A moment at which a schedule has to be looked at.</summary>
/// <param name="At">The moment: when the workflow is to fire, or when it was activated.</param>
/// <param name="Organization">Whose.</param>
/// <param name="Workflow">The workflow.</param>
/// <param name="Version">The version whose schedule it is; once another one is live, the entry stands for nothing.</param>
/// <param name="Fires">Whether the workflow is to fire then; else only the first time to fire is to be found.</param>
internal sealed record CronDue(DateTimeOffset At, OrganizationId Organization, WorkflowId Workflow, int Version, bool Fires);

/// <summary>
/// When schedules fire. Table <c>due</c>, partition <c>cron|shard</c> by workflow, row <c>time|organization|workflow|version|f or a</c>.
/// The next entry is written before the last one is removed, so that no minute is skipped; that an event of the same minute is
/// taken in once keeps any from firing twice.
/// </summary>
internal sealed class CronStore(StorageTables tables)
{
    private const int Shards = 4;

    /// <summary>Notes an entry.</summary>
    public Task PutAsync(CronDue entry, CancellationToken cancellation)
    {
        var (partition, row) = KeyOf(entry);
        // Upsert without ETag: the row is nothing but its key, so writing it again changes nothing.
        return tables.Due.UpsertEntityAsync(new TableEntity(partition, row) { [RowKey.SchemaColumn] = RowKey.Schema }, TableUpdateMode.Replace, cancellation);
    }

    /// <summary>Forgets an entry; one that is not there is no error.</summary>
    public async Task RemoveAsync(CronDue entry, CancellationToken cancellation)
    {
        var (partition, row) = KeyOf(entry);
        try
        {
            // ETag.All: the row is nothing but its key, so there is no newer version to lose.
            await tables.Due.DeleteEntityAsync(partition, row, ETag.All, cancellation);
        }
        catch (RequestFailedException error) when (error.IsMissing())
        {
            // Another sweep removed it.
        }
    }

    /// <summary>What is due by a time, the oldest of each partition first.</summary>
    public async Task<List<CronDue>> ListAsync(DateTimeOffset until, int limit, CancellationToken cancellation)
    {
        var found = new List<CronDue>();
        for (var shard = 0; shard < Shards; shard++)
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(shard)} and RowKey le {RowKey.Time(until) + "}"}");
            var left = limit;
            await foreach (var row in tables.Due.QueryAsync<TableEntity>(filter, limit, cancellationToken: cancellation))
            {
                if (left-- == 0) break;
                found.Add(FromKey(row.RowKey));
            }
        }

        return found;
    }

    private static CronDue FromKey(string key)
    {
        var parts = key.Split('|');
        return new CronDue(
            new DateTimeOffset(long.Parse(parts[0], CultureInfo.InvariantCulture), TimeSpan.Zero),
            OrganizationId.Parse(parts[1]),
            WorkflowId.Parse(parts[2]),
            int.Parse(parts[3], CultureInfo.InvariantCulture),
            parts[4] == "f");
    }

    private static (string Partition, string Row) KeyOf(CronDue entry)
    {
        var workflow = entry.Workflow.ToString();
        var shard = Convert.ToInt32(workflow[^1..], 16) % Shards;
        return (Partition(shard), $"{RowKey.Time(entry.At)}|{entry.Organization}|{workflow}|{entry.Version}|{(entry.Fires ? "f" : "a")}");
    }

    private static string Partition(int shard) => RowKey.Join("cron", RowKey.Number(shard, 2));
}
