using Azure.Data.Tables;
using Cadenza.LocalHost.Durable.History;
using Microsoft.DurableTask.Client;

namespace Cadenza.LocalHost.Durable.Hub;

/// <summary>What is stored of an orchestration beside its history.</summary>
/// <param name="Name">Its orchestrator function.</param>
/// <param name="CreatedAt">When it was scheduled.</param>
/// <param name="UpdatedAt">When its last turn was.</param>
/// <param name="Status">Where it is in its life.</param>
/// <param name="Execution">The id of its generation.</param>
/// <param name="Generation">The number of its generation.</param>
/// <param name="Turns">How many turns of this generation are stored.</param>
/// <param name="WakeAt">When its next timer falls due; null without timers.</param>
/// <param name="IsBusy">Whether something is pending that a start has to do again.</param>
/// <param name="CustomStatus">Its custom status as JSON.</param>
/// <param name="Parent">Where it reports its end.</param>
internal sealed record InstanceState(
    string Name,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    OrchestrationRuntimeStatus Status,
    string Execution,
    int Generation,
    int Turns,
    DateTimeOffset? WakeAt,
    bool IsBusy,
    string? CustomStatus,
    ParentLink? Parent)
{
    /// <summary>Only of one that has ended.</summary>
    public Ending? Ending { get; init; }

    public bool HasEnded => IsEnd(Status);

    public static bool IsEnd(OrchestrationRuntimeStatus status) =>
        status is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    /// <summary>All of it, for a row that replaces whatever was there.</summary>
    public TableEntity ToRow(string partition, string key)
    {
        var row = new TableEntity(partition, key)
        {
            ["Schema"] = 1,
            [nameof(Name)] = Name,
            [nameof(CreatedAt)] = CreatedAt,
            [nameof(UpdatedAt)] = UpdatedAt,
            [nameof(Status)] = Status.ToString(),
            [nameof(Execution)] = Execution,
            [nameof(Generation)] = Generation,
            [nameof(Turns)] = Turns,
            [nameof(IsBusy)] = IsBusy,
        };
        if (WakeAt is { } wakeAt) row[nameof(WakeAt)] = wakeAt;
        if (CustomStatus is not null) row[nameof(CustomStatus)] = CustomStatus;
        if (HistoryJson.Write(Parent) is { } parent) row[nameof(Parent)] = parent;
        Ending?.AddTo(row);
        return row;
    }

    public static InstanceState Read(TableEntity row) => new(
        // One copy of each name, however many orchestrations bear it.
        string.Intern(row.GetString(nameof(Name)) ?? ""),
        row.GetDateTimeOffset(nameof(CreatedAt)) ?? default,
        row.GetDateTimeOffset(nameof(UpdatedAt)) ?? default,
        Enum.Parse<OrchestrationRuntimeStatus>(row.GetString(nameof(Status)) ?? nameof(OrchestrationRuntimeStatus.Pending)),
        row.GetString(nameof(Execution)) ?? "",
        row.GetInt32(nameof(Generation)) ?? 0,
        row.GetInt32(nameof(Turns)) ?? 0,
        row.GetDateTimeOffset(nameof(WakeAt)),
        row.GetBoolean(nameof(IsBusy)) ?? false,
        row.GetString(nameof(CustomStatus)),
        HistoryJson.ReadParent(row.GetString(nameof(Parent))))
    {
        Ending = Ending.Read(row),
    };
}
