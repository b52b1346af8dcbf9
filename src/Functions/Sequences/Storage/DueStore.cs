using System.Globalization;
using Cadenza.Domain.Values;
using Cadenza.Functions.Platform.Tables;

namespace Cadenza.Functions.Sequences.Storage;

/// <summary>That a driver must have acted by a time. What is overdue by more than a minute is looked after by the sweep.</summary>
/// <param name="At">The time by which the driver must have acted.</param>
/// <param name="Organization">The organization it belongs to.</param>
/// <param name="Sequence">The sequence.</param>
/// <param name="Ordinal">The cohort, or null for the sequence itself.</param>
internal sealed record DueEntry(DateTimeOffset At, string Organization, string Sequence, int? Ordinal);

/// <summary>
/// The due index. Table <c>due</c>, partition: one of <see cref="DueRows.Shards"/> by cohort, row <c>time|organization|sequence|ordinal</c>.
/// An entry is written before the row it stands for and removed after it, so what is due is never missing; one that stands
/// for nothing is removed by the sweep.
/// </summary>
internal sealed class DueStore(StorageTables tables)
{
    /// <summary>Adds an entry to the index.</summary>
    public Task PutAsync(DueEntry entry, CancellationToken cancellation)
    {
        var (partition, row) = KeyOf(entry);
        return tables.Due.NoteAsync(partition, row, cancellation);
    }

    /// <summary>Forgets an entry; one that is not there is no error.</summary>
    public Task RemoveAsync(DueEntry entry, CancellationToken cancellation)
    {
        var (partition, row) = KeyOf(entry);
        return tables.Due.DropAsync(partition, row, cancellation);
    }

    /// <summary>What was due before a time, the oldest of each partition first.</summary>
    public IAsyncEnumerable<DueEntry> ListAsync(DateTimeOffset before, CancellationToken cancellation) =>
        tables.Due.ListDueAsync(Partition, before, cancellation).Select(due => new DueEntry(
            due.At,
            due.Parts[1],
            due.Parts[2],
            int.TryParse(due.Parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal) ? ordinal : null));

    private static (string Partition, string Row) KeyOf(DueEntry entry)
    {
        var ordinal = entry.Ordinal is { } number ? RowKey.Number(number, 8) : "sequence";
        var shard = ContactShards.Of(entry.Sequence + ordinal) % DueRows.Shards;
        return (Partition(shard), $"{RowKey.Time(entry.At)}|{entry.Organization}|{entry.Sequence}|{ordinal}");
    }

    private static string Partition(int shard) => RowKey.Number(shard, 2);
}
