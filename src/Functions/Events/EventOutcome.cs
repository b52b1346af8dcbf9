using Cadenza.Domain.Execution;
using Cadenza.Domain.Workflows;

namespace Cadenza.Functions.Events;

/// <summary>What an event did to one workflow that listens to its type (F2). Written once, so that it stays decided.</summary>
/// <param name="Workflow">The workflow.</param>
/// <param name="Version">The version that was live then.</param>
/// <param name="Serial">That version's serial.</param>
/// <param name="Run">The run it started, or the canceled one that tells of a loop; null when it did not fire.</param>
/// <param name="Reason">Why it did not fire, or was cut; null when it did.</param>
/// <param name="Cause">Who or what started the run.</param>
/// <param name="IsTest">Whether the run is a test.</param>
internal sealed record EventOutcome(
    WorkflowId Workflow, int Version, int Serial, RunId? Run, string? Reason, RunCause Cause = RunCause.Automatic, bool IsTest = false);

/// <summary>An event in the inbox.</summary>
/// <param name="Key">Names it within its organization: a UUID that follows from its source and id.</param>
/// <param name="Event">The event.</param>
/// <param name="ReceivedAt">When it was taken in first.</param>
/// <param name="Outcomes">What came of it; null while nobody has decided.</param>
internal sealed record InboxEvent(string Key, CloudEvent Event, DateTimeOffset ReceivedAt, IReadOnlyList<EventOutcome>? Outcomes);
