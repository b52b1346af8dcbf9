using System.Globalization;
using Cadenza.Functions.Timing;

namespace Cadenza.Functions.Leads.Storage;

/// <summary>
/// Names one batch of leads, for its driver and the due index: <c>lead|shard</c>, <c>time|organization|workflow|ordinal</c>.
/// With the ordinal <see cref="All"/> an entry says that all batches of the workflow must be woken.
/// </summary>
internal sealed record LeadBatchKey(string Organization, string Workflow, int Ordinal) : IDueKey<LeadBatchKey>
{
    /// <summary>The ordinal that stands for every batch of a workflow.</summary>
    public const int All = 99_999_999;

    static string IDueKey<LeadBatchKey>.Kind => "lead";

    int IDueKey<LeadBatchKey>.Shard => Ordinal % DueIndex.Shards;

    string IDueKey<LeadBatchKey>.Text => $"{Organization}|{Workflow}|{RowKey.Number(Ordinal, 8)}";

    static LeadBatchKey IDueKey<LeadBatchKey>.Read(string[] parts) => new(parts[1], parts[2], int.Parse(parts[3], CultureInfo.InvariantCulture));
}
