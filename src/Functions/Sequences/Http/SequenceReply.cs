using System.ComponentModel;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Contacts.Segments;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;

namespace Cadenza.Functions.Sequences.Http;

/// <summary>A sequence on the wire (B6).</summary>
internal sealed record SequenceReply(
    string Id,
    string Name,
    string OrgId,
    string? CustomId,
    [WrittenLike(typeof(FilterBody), nameof(FilterBody.Read))] ContactsFilter? Filter,
    [Description("What is done, in this order, each step with its progress.")] IReadOnlyList<StepReply> Steps,
    [Description("Whether contacts that come to match later are enrolled too.")] bool IsContinuous,
    [Description("hold or resend: what becomes of a message of which nobody can tell whether it was sent.")] string OnUnknown,
    [Description("pending, active, paused, complete or canceled.")] string Status,
    [Description("The version of filter and steps: edits of them count it up, and contacts finish on the one they entered with.")] int Version,
    [Description("How far the contacts are.")] EnrollmentReply Progress,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    [Description("When it was started.")] DateTimeOffset? StartedAt,
    [Description("When it was canceled.")] DateTimeOffset? CanceledAt,
    [Description("When it became complete or was canceled.")] DateTimeOffset? EndedAt)
{
    /// <summary>The sequence as it is answered.</summary>
    public static SequenceReply Of(Sequence sequence, SequenceDefinition definition, SequenceSummary summary) => new(
        sequence.Id.ToString(),
        sequence.Name,
        sequence.Organization.ToString(),
        sequence.CustomId,
        definition.Filter,
        [.. definition.Steps.Select((step, index) => StepReply.Of(step, summary.Steps[index]))],
        sequence.IsContinuous,
        sequence.OnUnknown.ToString().ToLowerInvariant(),
        sequence.Status.ToString().ToLowerInvariant(),
        sequence.Version,
        new EnrollmentReply(summary.Enrolled, summary.Finished),
        sequence.CreatedAt,
        sequence.UpdatedAt,
        sequence.StartedAt,
        sequence.CanceledAt,
        sequence.EndedAt);
}

/// <summary>How many contacts a sequence has, and how many of them have nothing more to come.</summary>
internal sealed record EnrollmentReply(
    [Description("Contacts that entered.")] int Enrolled,
    [Description("Those of them that have nothing more to come.")] int Finished);

/// <summary>One step and what became of its messages.</summary>
internal sealed record StepReply(
    [WrittenLike(typeof(ActionBody), nameof(ActionBody.Read)), Description("What the step does.")] StepAction Action,
    [Description("How long to wait before the step, from the end of the one before.")] double? DelayInMinutes,
    [Description("When the first contact reached it.")] DateTimeOffset? StartedAt,
    [Description("When the last contact left it.")] DateTimeOffset? EndedAt,
    [Description("Its messages by what became of them.")] CountsReply Progress)
{
    /// <summary>The step as it is answered.</summary>
    public static StepReply Of(SequenceStep step, StepSummary summary) => new(
        step.Action,
        step.DelayInMinutes,
        summary.StartedAt,
        summary.EndedAt,
        new CountsReply(
            summary.Counts.Sent, summary.Counts.Failed, summary.Counts.Suppressed, summary.Counts.Unknown, summary.Retrying, summary.RetryReason, summary.RetryAt));
}

/// <summary>Messages by what became of them.</summary>
internal sealed record CountsReply(
    [Description("Handed over.")] int Sent,
    [Description("Refused for good.")] int Failed,
    [Description("Not sent, for a reason that the contact or the sequence gave.")] int Suppressed,
    [Description("Handed over to who cannot be asked whether it arrived; not repeated.")] int Unknown,
    [Description("Due, and waiting to be tried once more or for the first time.")] int Retrying,
    [Description("Why most of those wait, as the code of the last failure; null when none does.")] string? RetryReason,
    [Description("When the next of those is tried; null when none waits.")] DateTimeOffset? RetryAt);
