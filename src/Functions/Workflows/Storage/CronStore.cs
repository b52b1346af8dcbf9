using System.Globalization;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Tables;

namespace Cadenza.Functions.Workflows.Storage;

/// <summary>A moment at which a schedule has to be looked at.</summary>
/// <param name="At">The moment: when the workflow is to fire, or when it was activated.</param>
/// <param name="Organization">The organization it belongs to.</param>
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
    /// <summary>Adds an entry to the index.</summary>
    public Task PutAsync(CronDue entry, CancellationToken cancellation)
    {
        var (partition, row) = KeyOf(entry);
        return tables.Due.NoteAsync(partition, row, cancellation);
    }

    /// <summary>Forgets an entry; one that is not there is no error.</summary>
    public Task RemoveAsync(CronDue entry, CancellationToken cancellation)
    {
        var (partition, row) = KeyOf(entry);
        return tables.Due.DropAsync(partition, row, cancellation);
    }

    /// <summary>What is due by a time, the oldest of each partition first.</summary>
    public async Task<List<CronDue>> ListAsync(DateTimeOffset until, int limit, CancellationToken cancellation)
    {
        var found = new List<CronDue>();
        for (var shard = 0; shard < DueRows.Shards; shard++)
        {
            var due = tables.Due.ListDueAsync(Partition(shard), RowKey.Time(until) + RowKey.AfterSeparator, limit, cancellation);
            await foreach (var key in due.Take(limit).WithCancellation(cancellation)) found.Add(FromKey(key));
        }

        return found;
    }

    private static CronDue FromKey(DueKey key) => new(
        key.At,
        OrganizationId.Parse(key.Parts[1]),
        WorkflowId.Parse(key.Parts[2]),
        int.Parse(key.Parts[3], CultureInfo.InvariantCulture),
        key.Parts[4] == "f");

    private static (string Partition, string Row) KeyOf(CronDue entry)
    {
        var workflow = entry.Workflow.ToString();
        var shard = Convert.ToInt32(workflow[^1..], 16) % DueRows.Shards;
        return (Partition(shard), $"{RowKey.Time(entry.At)}|{entry.Organization}|{workflow}|{entry.Version}|{(entry.Fires ? "f" : "a")}");
    }

    private static string Partition(int shard) => RowKey.Join("cron", RowKey.Number(shard, 2));
}
