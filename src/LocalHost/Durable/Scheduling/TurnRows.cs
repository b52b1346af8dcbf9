using Azure;
using Azure.Data.Tables;
using Cadenza.LocalHost.Durable.Hub;

namespace Cadenza.LocalHost.Durable.Scheduling;

/// <summary>What a turn changes in the task hub.</summary>
internal static class TurnRows
{
    /// <summary>
    /// The rows that store a turn; the one that makes the others count comes last. None states a version: the fence
    /// that <see cref="ShardWriter"/> adds to every transaction does for all of them.
    /// </summary>
    public static List<TableTransactionAction> Of(Instance instance, bool isStored, Turn turn, Outgoing? outgoing)
    {
        var partition = HubKeys.Partition(instance.Shard);
        var rows = new List<TableTransactionAction>(3);
        // Upserts: an attempt that was cut short by a crash may have left some of these rows.
        foreach (var row in HistoryRows.Write(partition, instance.Id, turn.After.Generation, turn.Number, turn.History))
            rows.Add(new TableTransactionAction(TableTransactionActionType.UpsertReplace, row));
        if (outgoing is not null) rows.Add(outgoing.Add());
        var active = HubKeys.ActiveRow(instance.Id);
        if (!turn.After.HasEnded)
        {
            rows.Add(new TableTransactionAction(TableTransactionActionType.UpsertReplace, turn.After.ToRow(partition, active)));
            return rows;
        }

        if (isStored) rows.Add(new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(partition, active), ETag.All));
        rows.Add(new TableTransactionAction(TableTransactionActionType.UpsertReplace, turn.After.ToRow(partition, HubKeys.EndedRow(instance.Id))));
        return rows;
    }

    /// <summary>What a turn has to say to other orchestrations; null when nothing.</summary>
    public static Outgoing? Outgoing(Instance instance, Turn turn) => turn.Sent.Count == 0
        ? null
        : new Outgoing(HubKeys.Partition(instance.Shard), HubKeys.OutboxRow(instance.Id, turn.After.Execution, turn.Number), turn.Sent);
}
