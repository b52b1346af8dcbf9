using System.Globalization;
using Cadenza.Functions.Platform.Tables;

namespace Cadenza.Functions.Leads.Storage;

/// <summary>Names one batch of leads, for its driver.</summary>
internal sealed record LeadBatchKey(string Organization, string Workflow, int Ordinal);

/// <summary>That a batch's driver must have acted by a time; with the ordinal <see cref="LeadDueStore.All"/>, that all of the workflow must be woken.</summary>
internal sealed record LeadDue(DateTimeOffset At, LeadBatchKey Key);

/// <summary>
/// When batches of leads are due. Table <c>due</c>, partition <c>lead|shard</c>, row <c>time|organization|workflow|ordinal</c>.
/// An entry is written before the row it stands for, so what is due is never missing; one that stands for nothing is removed
/// by the sweep.
/// </summary>
internal sealed class LeadDueStore(StorageTables tables)
{
    /// <summary>The ordinal that stands for every batch of a workflow.</summary>
    public const int All = 99_999_999;

    /// <summary>Adds an entry to the index.</summary>
    public Task PutAsync(LeadDue entry, CancellationToken cancellation)
    {
        var (partition, row) = KeyOf(entry);
        return tables.Due.NoteAsync(partition, row, cancellation);
    }

    /// <summary>Forgets an entry; one that is not there is no error.</summary>
    public Task RemoveAsync(LeadDue entry, CancellationToken cancellation)
    {
        var (partition, row) = KeyOf(entry);
        return tables.Due.DropAsync(partition, row, cancellation);
    }

    /// <summary>What was due before a time, the oldest of each partition first.</summary>
    public IAsyncEnumerable<LeadDue> ListAsync(DateTimeOffset before, CancellationToken cancellation) =>
        tables.Due.ListDueAsync(Partition, before, cancellation).Select(due =>
            new LeadDue(due.At, new LeadBatchKey(due.Parts[1], due.Parts[2], int.Parse(due.Parts[3], CultureInfo.InvariantCulture))));

    private static (string Partition, string Row) KeyOf(LeadDue entry) =>
        (Partition(entry.Key.Ordinal % DueRows.Shards),
            $"{RowKey.Time(entry.At)}|{entry.Key.Organization}|{entry.Key.Workflow}|{RowKey.Number(entry.Key.Ordinal, 8)}");

    private static string Partition(int shard) => RowKey.Join("lead", RowKey.Number(shard, 2));
}
