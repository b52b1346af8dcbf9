using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;

namespace Cadenza.Functions.Http.OpenCx.Sequences;

/// <summary>A sequence on the wire (B6).</summary>
internal sealed record SequenceReply(
    string Id,
    string Name,
    string OrgId,
    string? CustomId,
    ContactsFilter? Filter,
    IReadOnlyList<StepReply> Steps,
    bool IsContinuous,
    string Status,
    int Version,
    EnrollmentReply Progress,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? CanceledAt,
    DateTimeOffset? EndedAt)
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
internal sealed record EnrollmentReply(int Enrolled, int Finished);

/// <summary>One step and what became of its messages.</summary>
internal sealed record StepReply(
    StepAction Action, double? DelayInMinutes, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, CountsReply Progress)
{
    /// <summary>The step as it is answered.</summary>
    public static StepReply Of(SequenceStep step, StepSummary summary) => new(
        step.Action,
        step.DelayInMinutes,
        summary.StartedAt,
        summary.EndedAt,
        new CountsReply(summary.Counts.Sent, summary.Counts.Failed, summary.Counts.Suppressed, summary.Counts.Unknown));
}

/// <summary>Messages by what became of them.</summary>
internal sealed record CountsReply(int Sent, int Failed, int Suppressed, int Unknown);
