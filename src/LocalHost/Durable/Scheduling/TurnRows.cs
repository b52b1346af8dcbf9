using Azure;
using Azure.Data.Tables;
using Cadenza.LocalHost.Durable.Execution;
using Cadenza.LocalHost.Durable.History;
using Cadenza.LocalHost.Durable.Hub;

namespace Cadenza.LocalHost.Durable.Scheduling;

/// <summary>What a turn changes in the task hub.</summary>
internal static class TurnRows
{
    /// <summary>The state after a turn.</summary>
    public static InstanceState After(InstanceState? before, Turn turn, Orchestration orchestration)
    {
        var isFirst = before is null || turn.IsNew;
        return new InstanceState(
            orchestration.Started.Name,
            isFirst ? orchestration.Now : before!.CreatedAt,
            orchestration.Now,
            orchestration.Status,
            orchestration.Started.Execution,
            before is null ? 0 : before.Generation + (turn.Generations > 0 ? 1 : 0),
            before is null || turn.Generations > 0 ? 1 : before.Turns + 1,
            orchestration.IsOver ? null : orchestration.Open.NextTimer,
            orchestration.Open.HasPending,
            orchestration.CustomStatus ?? (isFirst ? null : before!.CustomStatus),
            orchestration.Started.Parent)
        {
            Ending = orchestration.End is { } end ? new Ending(orchestration.Started.Input, end.Output, end.Failure) : null,
        };
    }

    /// <summary>
    /// The rows that store a turn; the one that makes the others count comes last. None states a version: the fence
    /// that <see cref="ShardWriter"/> adds to every transaction does for all of them.
    /// </summary>
    public static List<TableTransactionAction> Of(Instance instance, InstanceState? before, InstanceState after, List<HistoryEvent> history)
    {
        var partition = HubKeys.Partition(instance.Shard);
        var rows = new List<TableTransactionAction>(3);
        // Upserts: an attempt that was cut short by a crash may have left some of these rows.
        foreach (var row in HistoryRows.Write(partition, instance.Id, after.Generation, after.Turns, history))
            rows.Add(new TableTransactionAction(TableTransactionActionType.UpsertReplace, row));
        var active = HubKeys.ActiveRow(instance.Id);
        if (!after.HasEnded)
        {
            rows.Add(new TableTransactionAction(TableTransactionActionType.UpsertReplace, after.ToRow(partition, active)));
            return rows;
        }

        if (before is not null) rows.Add(new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(partition, active), ETag.All));
        rows.Add(new TableTransactionAction(TableTransactionActionType.UpsertReplace, after.ToRow(partition, HubKeys.EndedRow(instance.Id))));
        return rows;
    }
}
