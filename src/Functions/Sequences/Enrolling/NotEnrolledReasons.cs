using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Contacts.Segments;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Sequences.Storage;

namespace Cadenza.Functions.Sequences.Enrolling;

/// <summary>Why a contact is not in a sequence.</summary>
/// <param name="Code">The reason, a code that never changes.</param>
/// <param name="Detail">The same for people.</param>
internal sealed record NotEnrolledReason(string Code, string Detail);

/// <summary>Tells why contacts were never enrolled, as of now.</summary>
internal sealed class NotEnrolledReasons(ContactStore contacts, SequenceStore sequences, CompiledSequences plans, ContactFilterMatch match)
{
    /// <summary>The sequence was not started.</summary>
    public const string SequenceNotStarted = "sequence_not_started";

    /// <summary>The sequence was canceled before it came to the contact.</summary>
    public const string SequenceCanceled = "sequence_canceled";

    /// <summary>The contact does not match the filter.</summary>
    public const string OutsideFilter = "outside_filter";

    /// <summary>The contact is enrolled when its turn comes.</summary>
    public const string NotReadYet = "not_read_yet";

    /// <summary>The contact came to match after a one-off sequence had read all contacts.</summary>
    public const string CameLater = "came_later";

    /// <summary>Why a contact that is not enrolled is not; null when there is no such contact.</summary>
    public async Task<NotEnrolledReason?> FindAsync(Sequence sequence, ContactId contact, CancellationToken cancellation)
    {
        if (await contacts.GetAsync(sequence.Organization, contact, cancellation) is not { Contact: var person }) return null;
        if (sequence.StartedAt is null) return new(SequenceNotStarted, "the sequence was not started.");
        var plan = await plans.GetAsync(sequence.Organization, sequence.Id, sequence.Version, cancellation);
        if (!await match.IsMatchAsync(sequence.Organization, plan.Definition.Filter, person, cancellation))
            return new(OutsideFilter, "it does not match the filter.");
        if (sequence.Status == SequenceStatus.Canceled) return new(SequenceCanceled, "the sequence was canceled before it was enrolled.");
        var (progress, _) = await sequences.GetProgressAsync(sequence.Organization, sequence.Id, cancellation);
        return sequence.IsContinuous || !progress.Reading.AtEnd
            ? new(NotReadYet, "it matches the filter, and is enrolled when its turn comes.")
            : new(CameLater, "it matches the filter now; a one-off sequence enrolls those who did when it was started.");
    }
}
