using Cadenza.LocalHost.Durable.Hub;
using Microsoft.DurableTask.Protobuf;

namespace Cadenza.LocalHost.Durable.Scheduling;

/// <summary>A turn that is to be stored, and what follows once it is.</summary>
/// <param name="After">The orchestration's state after it.</param>
/// <param name="History">The events of the row it is stored in: of the last generation begun in it.</param>
/// <param name="Sent">What it has to say to other orchestrations.</param>
/// <param name="IsNew">Whether it began the orchestration anew.</param>
internal sealed record Turn(InstanceState After, IReadOnlyList<HistoryEvent> History, IReadOnlyList<OrchestratorAction> Sent, bool IsNew)
{
    /// <summary>The activities and sub-orchestrations it asked for; of one that has ended nobody waits for them.</summary>
    public IEnumerable<HistoryEvent> Requests => After.HasEnded || After.StartAt is not null
        ? []
        : History.Where(happened => happened.TaskScheduled is not null || happened.SubOrchestrationInstanceCreated is not null);

    /// <summary>The number of its row.</summary>
    public int Number => Math.Max(1, After.Turns);
}
