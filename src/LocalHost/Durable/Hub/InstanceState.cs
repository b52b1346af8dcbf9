using Azure.Data.Tables;
using Google.Protobuf;
using Microsoft.DurableTask.Protobuf;

namespace Cadenza.LocalHost.Durable.Hub;

/// <summary>What is stored of an orchestration beside its history.</summary>
/// <param name="Origin">Where it comes from; the same in all its generations.</param>
/// <param name="Status">Where it is in its life.</param>
/// <param name="UpdatedAt">When its last turn was.</param>
/// <param name="Execution">The id of its generation.</param>
/// <param name="Generation">The number of its generation.</param>
/// <param name="Turns">How many turns of this generation have been run and stored.</param>
/// <param name="Open">What it has asked for and not got.</param>
internal sealed record InstanceState(Origin Origin, OrchestrationStatus Status, DateTimeOffset UpdatedAt, string Execution, int Generation, int Turns, OpenWork Open)
{
    private const string Start = "StartAt";

    /// <summary>When its first turn is to run; null once it was. Until then the turn's events are stored, not yet run.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Its custom status as JSON.</summary>
    public string? CustomStatus { get; init; }

    /// <summary>Whether the custom status is an older generation's: it stays until this one sets its own.</summary>
    public bool IsStatusInherited { get; init; }

    /// <summary>Only of one that has ended.</summary>
    public Ending? Ending { get; init; }

    public bool HasEnded => IsEnd(Status);

    /// <summary>When it has to be looked after next without a message; null for never.</summary>
    public DateTimeOffset? WakeAt => HasEnded ? null : StartAt ?? Open.NextTimer;

    public static bool IsEnd(OrchestrationStatus status) =>
        status is OrchestrationStatus.Completed or OrchestrationStatus.Failed or OrchestrationStatus.Terminated;

    /// <summary>A generation of which nothing has run yet.</summary>
    /// <param name="before">What was stored under the id.</param>
    /// <param name="started">Its start.</param>
    /// <param name="now">The time of the turn that begins it.</param>
    public static InstanceState Begin(InstanceState? before, ExecutionStartedEvent started, DateTimeOffset now)
    {
        var startAt = started.ScheduledStartTimestamp?.ToDateTimeOffset() is { } at && at > now ? at : now;
        var generation = before is null ? 0 : before.Generation + 1;
        return new InstanceState(Origin.Of(started, now), OrchestrationStatus.Pending, now, started.OrchestrationInstance.ExecutionId, generation, 0, OpenWork.None) { StartAt = startAt };
    }

    /// <summary>All of it, for a row that replaces whatever was there.</summary>
    public TableEntity ToRow(string partition, string key)
    {
        var row = new TableEntity(partition, key)
        {
            [nameof(Status)] = (int)Status,
            [nameof(UpdatedAt)] = UpdatedAt,
            [nameof(Execution)] = Execution,
            [nameof(Generation)] = Generation,
            [nameof(Turns)] = Turns,
        };
        Origin.AddTo(row);
        if (Open.Items.Count > 0) BinaryParts.Write(row, nameof(Open), Open.ToBytes());
        if (StartAt is { } startAt) row[Start] = startAt;
        if (CustomStatus is not null) row[nameof(CustomStatus)] = CustomStatus;
        if (IsStatusInherited) row[nameof(IsStatusInherited)] = true;
        Ending?.AddTo(row);
        return row;
    }

    /// <exception cref="InvalidDataException">The row is not one of this layout.</exception>
    public static InstanceState Read(TableEntity row)
    {
        try
        {
            var status = (OrchestrationStatus)Required(row, nameof(Status));
            return new InstanceState(
                Origin.Read(row),
                status,
                row.GetDateTimeOffset(nameof(UpdatedAt)) ?? default,
                row.GetString(nameof(Execution)) ?? "",
                Required(row, nameof(Generation)),
                Required(row, nameof(Turns)),
                OpenWork.Read(BinaryParts.Read(row, nameof(Open))))
            {
                StartAt = row.GetDateTimeOffset(Start),
                CustomStatus = row.GetString(nameof(CustomStatus)),
                IsStatusInherited = row.GetBoolean(nameof(IsStatusInherited)) ?? false,
                Ending = IsEnd(status) ? Ending.Read(row) : null,
            };
        }
        catch (Exception damaged) when (damaged is InvalidOperationException or InvalidCastException or EndOfStreamException or InvalidProtocolBufferException)
        {
            throw new InvalidDataException($"Row {row.RowKey} of the task hub is not an orchestration's: {damaged.Message}", damaged);
        }
    }

    private static int Required(TableEntity row, string name) =>
        row.GetInt32(name) ?? throw new InvalidDataException($"Row {row.RowKey} of the task hub has no {name}.");
}
