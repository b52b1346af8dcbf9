using System.ComponentModel;
using System.Text.Json;
using Cadenza.Functions.Events.Storage;

namespace Cadenza.Functions.Events.Http;

/// <summary>What POST /events took in, on the wire (F1).</summary>
internal sealed record AcceptedEventsReply([Description("The events, in the order they were sent.")] IReadOnlyList<AcceptedEventReply> Data);

/// <summary>One event that was taken in, on the wire.</summary>
internal sealed record AcceptedEventReply(
    [Description("Names the event here: `GET /events/{id}`.")] string Id,
    [Description("The event's own source.")] string Source,
    [Description("The event's own id.")] string EventId,
    [Description("Whether it had been taken in before; then nothing starts again.")] bool IsDuplicate);

/// <summary>An event and what came of it, on the wire (F2).</summary>
internal sealed record EventReply(
    string Id,
    [Description("The event's own id.")] string EventId,
    [Description("Where it happened.")] string Source,
    [Description("What happened.")] string Type,
    [Description("To whom or what.")] string? Subject,
    [Description("When it happened.")] DateTimeOffset Time,
    [Description("What there is to know.")] JsonElement Data,
    [Description("When it was taken in.")] DateTimeOffset ReceivedAt,
    [Description("`received` until somebody has looked who listens, then `decided`.")] string Status,
    [Description("What it did to each workflow that listens to its type; empty when none does.")] IReadOnlyList<EventOutcomeReply> Outcomes)
{
    /// <summary>The event as it is answered.</summary>
    public static EventReply Of(InboxEvent stored) => new(
        stored.Key,
        stored.Event.Id,
        stored.Event.Source,
        stored.Event.Type,
        stored.Event.Subject,
        stored.Event.Time,
        stored.Event.Data,
        stored.ReceivedAt,
        StatusOf(stored.Outcomes),
        [.. (stored.Outcomes ?? []).Select(EventOutcomeReply.Of)]);

    /// <summary>The word for how far an event is, by what came of it.</summary>
    public static string StatusOf(IReadOnlyList<EventOutcome>? outcomes) => outcomes is null ? "received" : "decided";
}

/// <summary>A page of events, on the wire.</summary>
internal sealed record EventListReply([Description("The events, the newest first.")] IReadOnlyList<ListedEventReply> Data, string? NextCursor);

/// <summary>An event as it is listed: all but its data, which <c>GET /events/{id}</c> answers.</summary>
internal sealed record ListedEventReply(
    string Id,
    [Description("The event's own id.")] string EventId,
    [Description("Where it happened.")] string Source,
    [Description("What happened.")] string Type,
    [Description("To whom or what.")] string? Subject,
    [Description("When it happened.")] DateTimeOffset Time,
    [Description("When it was taken in.")] DateTimeOffset ReceivedAt,
    [Description("`received` until somebody has looked who listens, then `decided`.")] string Status,
    [Description("What it did to each workflow that listens to its type; empty when none does.")] IReadOnlyList<EventOutcomeReply> Outcomes)
{
    /// <summary>The event as it is answered.</summary>
    public static ListedEventReply Of(ListedEvent listed) => new(
        listed.Key,
        listed.Id,
        listed.Source,
        listed.Type,
        listed.Subject,
        listed.Time,
        listed.ReceivedAt,
        EventReply.StatusOf(listed.Outcomes),
        [.. (listed.Outcomes ?? []).Select(EventOutcomeReply.Of)]);
}

/// <summary>What an event did to one workflow, on the wire.</summary>
internal sealed record EventOutcomeReply(
    [Description("The workflow.")] string WorkflowId,
    [Description("The version that was live.")] int VersionNumber,
    [Description("Whether a run was started.")] bool Started,
    [Description("The run; of a loop that was cut, the canceled run that tells so.")] string? RunId,
    [Description("Why nothing was started: the value of the constraints, the condition that failed, or the loop.")] string? Reason)
{
    /// <summary>The outcome as it is answered.</summary>
    public static EventOutcomeReply Of(EventOutcome outcome) => new(
        outcome.Workflow.ToString(), outcome.Version, outcome is { Run: not null, Reason: null }, outcome.Run?.ToString(), outcome.Reason);
}
