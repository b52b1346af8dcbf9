using Cadenza.Functions.Timing;

namespace Cadenza.Functions.Workflows.Storage;

/// <summary>Names one run, for its driver and the due index: <c>run|shard</c>, <c>time|organization|workflow|run</c>.</summary>
internal sealed record RunKey(string Organization, string Workflow, string Run) : IDueKey<RunKey>
{
    static string IDueKey<RunKey>.Kind => "run";

    int IDueKey<RunKey>.Shard => DueIndex.ShardOf(Run);

    string IDueKey<RunKey>.Text => $"{Organization}|{Workflow}|{Run}";

    static RunKey IDueKey<RunKey>.Read(string[] parts) => new(parts[1], parts[2], parts[3]);
}
