namespace Cadenza.Domain.Contacts;

/// <summary><c>contacts_affected_by_sequence</c>: the sequence enrolled the contact at some time.</summary>
/// <param name="SequenceId">The sequence's id or custom id, as it was given; one that does not exist has enrolled nobody.</param>
public sealed record AffectedBySequence(string SequenceId) : ContactCondition
{
    /// <summary>The name of the variant on the wire.</summary>
    public const string Type = "contacts_affected_by_sequence";

    /// <inheritdoc/>
    public override bool Matches(ContactFacts facts) => facts.Sequences.Contains(SequenceId);
}

/// <summary><c>contact_belongs_to_segment</c>: the contact is in the static segment, or matches the saved filter of the segment.</summary>
/// <param name="SegmentId">The segment's id, as it was given; one that does not exist has nobody in it.</param>
public sealed record BelongsToSegment(string SegmentId) : ContactCondition
{
    /// <summary>The name of the variant on the wire.</summary>
    public const string Type = "contact_belongs_to_segment";

    /// <inheritdoc/>
    public override bool Matches(ContactFacts facts) => facts.IsInSegment(SegmentId);
}
