using System.Globalization;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Timing;

namespace Cadenza.Functions.Workflows.Storage;

/// <summary>
/// Names a schedule that has to be looked at, in the due index: <c>cron|shard</c> by workflow,
/// <c>time|organization|workflow|version|f or a</c>. The next entry is written before the last one is removed, so that no minute
/// is skipped; that an event of the same minute is taken in once keeps any from firing twice.
/// </summary>
/// <param name="Organization">The organization it belongs to.</param>
/// <param name="Workflow">The workflow.</param>
/// <param name="Version">The version whose schedule it is; once another one is live, the entry stands for nothing.</param>
/// <param name="Fires">Whether the workflow is to fire then; else it was activated then, and the first time to fire is to be found.</param>
internal sealed record ScheduleKey(OrganizationId Organization, WorkflowId Workflow, int Version, bool Fires) : IDueKey<ScheduleKey>
{
    static string IDueKey<ScheduleKey>.Kind => "cron";

    int IDueKey<ScheduleKey>.Shard => DueIndex.ShardOf(Workflow.ToString());

    string IDueKey<ScheduleKey>.Text => $"{Organization}|{Workflow}|{Version.ToString(CultureInfo.InvariantCulture)}|{(Fires ? "f" : "a")}";

    static ScheduleKey IDueKey<ScheduleKey>.Read(string[] parts) => new(
        OrganizationId.Parse(parts[1]), WorkflowId.Parse(parts[2]), int.Parse(parts[3], CultureInfo.InvariantCulture), parts[4] == "f");
}
