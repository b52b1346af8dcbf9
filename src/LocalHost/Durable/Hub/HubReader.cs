using Microsoft.DurableTask.Protobuf;

namespace Cadenza.LocalHost.Durable.Hub;

/// <summary>Reads what is stored of orchestrations.</summary>
internal sealed class HubReader(IHubStore store)
{
    /// <summary>One that has ended; null when there is none with this id.</summary>
    public async Task<InstanceState?> EndedAsync(string id, CancellationToken cancellation) =>
        await store.GetAsync(Partition(id), HubKeys.EndedRow(id), cancellation).ConfigureAwait(false) is { } row ? InstanceState.Read(row) : null;

    /// <summary>The history of its present generation; of one that has not begun, the events that it will begin with.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public Task<IReadOnlyList<HistoryEvent>> HistoryAsync(string id, InstanceState state, CancellationToken cancellation) =>
        TurnsAsync(id, state.Generation, 1, Math.Max(1, state.Turns), cancellation);

    /// <summary>The input of an orchestration.</summary>
    public async Task<string?> InputAsync(string id, InstanceState state, CancellationToken cancellation) =>
        (await TurnsAsync(id, state.Generation, 1, 1, cancellation).ConfigureAwait(false)).FirstOrDefault(happened => happened.ExecutionStarted is not null)?.ExecutionStarted.Input;

    /// <summary>What came of one that has ended.</summary>
    public async Task<Ending?> EndingAsync(string id, InstanceState state, CancellationToken cancellation)
    {
        if (state.Ending is not { IsInHistory: true }) return state.Ending;
        var last = await TurnsAsync(id, state.Generation, state.Turns, state.Turns, cancellation).ConfigureAwait(false);
        var end = last.FirstOrDefault(happened => happened.ExecutionCompleted is not null)?.ExecutionCompleted;
        return new Ending(end?.Result, end?.FailureDetails);
    }

    /// <summary>The sub-orchestrations that its present generation has called.</summary>
    public async Task<List<string>> ChildrenAsync(string id, InstanceState state, CancellationToken cancellation) =>
        [.. (await HistoryAsync(id, state, cancellation).ConfigureAwait(false)).Where(happened => happened.SubOrchestrationInstanceCreated is not null).Select(happened => happened.SubOrchestrationInstanceCreated.InstanceId)];

    private async Task<IReadOnlyList<HistoryEvent>> TurnsAsync(string id, int generation, int first, int last, CancellationToken cancellation)
    {
        var (from, before) = (HubKeys.Turn(id, generation, first, 0), HubKeys.Turn(id, generation, last + 1, 0));
        return HistoryRows.Read(await store.RowsAsync(Partition(id), from, before, cancellation).ToListAsync(cancellation).ConfigureAwait(false));
    }

    private static string Partition(string id) => HubKeys.Partition(HubKeys.ShardOf(id));
}
