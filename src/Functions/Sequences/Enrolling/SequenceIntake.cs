using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;
using Cadenza.Domain.Values;
using Cadenza.Functions.Contacts.Segments;
using Cadenza.Functions.Sequences.Storage;

namespace Cadenza.Functions.Sequences.Enrolling;

/// <summary>One contact a user wants in a sequence: by exactly one of the three.</summary>
internal sealed record IntakeContact(ContactId? Id, EmailAddress? Email, PhoneNumber? Phone);

/// <summary>Why a contact is not enrolled. Shown, so it never changes.</summary>
internal static class IntakeReasons
{
    /// <summary>There is no contact with the id.</summary>
    public const string UnknownContact = "unknown_contact";

    /// <summary>The contact does not match the sequence's filter.</summary>
    public const string OutsideFilter = "outside_filter";

    /// <summary>The contact is or was in the sequence.</summary>
    public const string AlreadyEnrolled = "already_enrolled";

    /// <summary>The contact is to come back, and has not yet finished or left.</summary>
    public const string StillEnrolled = "still_enrolled";

    /// <summary>The contact is in the list more than once; it is enrolled for the first time it is named.</summary>
    public const string NamedTwice = "named_twice";
}

/// <summary>What becomes of one contact of the list.</summary>
/// <param name="Contact">Who it is; null when there is none.</param>
/// <param name="Reason">Why it is not enrolled; null when it is.</param>
internal sealed record IntakeResult(ContactId? Contact, string? Reason);

/// <summary>What becomes of a list.</summary>
/// <param name="Run">The run of those enrolled; null when nobody is.</param>
/// <param name="Results">One for each contact, in order.</param>
internal sealed record Intake(Guid? Run, IReadOnlyList<IntakeResult> Results);

/// <summary>Takes contacts whom a user names into a continuous sequence (B6): unknown ones are created, those outside the filter are left out.</summary>
internal sealed class SequenceIntake(
    ContactRegister register, CompiledSequences plans, ContactFilterMatch match, SequenceMembers members, EnrolledContacts enrolled, Newcomers newcomers)
{
    /// <summary>Finds or creates each contact and hands those who may be enrolled over to the sequence.</summary>
    /// <param name="sequence">The sequence: continuous, active or paused.</param>
    /// <param name="run">The id of the run to make; a repeat of the same request (G5) brings the same.</param>
    /// <param name="contacts">At most 500.</param>
    /// <param name="reenroll">Whether contacts who have finished or left begin once more.</param>
    /// <param name="ring">Rings the sequence's driver.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<Intake> TakeAsync(
        Sequence sequence, Guid run, IReadOnlyList<IntakeContact> contacts, bool reenroll, SequenceRing ring, CancellationToken cancellation)
    {
        var plan = await plans.GetAsync(sequence.Organization, sequence.Id, sequence.Version, cancellation);
        var filter = await match.ResolveAsync(sequence.Organization, plan.Definition.Filter, cancellation);
        var results = await AtOnce.AllAsync(contacts, contact => JudgeAsync(sequence, run, filter, contact, reenroll, cancellation));

        var taken = new HashSet<ContactId>();
        List<IntakeResult> final =
        [
            .. results.Select(result => result is { Reason: null, Contact: { } contact } && !taken.Add(contact)
                ? result with { Reason = IntakeReasons.NamedTwice }
                : result),
        ];
        if (taken.Count == 0) return new Intake(null, final);
        if (reenroll) await FreeAsync(sequence, run, taken, cancellation);
        var claimed = await newcomers.RunAsync(sequence, run, [.. taken], reenroll, ring, cancellation);
        final = [.. final.Select(result => result.Reason is null && !claimed.Contains(result.Contact!.Value) ? result with { Reason = IntakeReasons.AlreadyEnrolled } : result)];
        return new Intake(claimed.Count == 0 ? null : run, final);
    }

    // Before the run is handed over, so that its driver finds them free. Those whom a repeat of the request claimed stay claimed.
    private async Task FreeAsync(Sequence sequence, Guid run, IEnumerable<ContactId> contacts, CancellationToken cancellation)
    {
        var others = new List<ContactId>();
        foreach (var contact in contacts)
        {
            if (await members.FindAsync(sequence, contact, cancellation) is { Cohort: var cohort } && cohort != run) others.Add(contact);
        }

        await members.ReleaseAsync(sequence, others, cancellation);
    }

    private async Task<IntakeResult> JudgeAsync(
        Sequence sequence, Guid run, ResolvedFilter filter, IntakeContact wanted, bool reenroll, CancellationToken cancellation)
    {
        if (await register.FindOrCreateAsync(sequence.Organization, wanted, cancellation) is not { } contact)
        {
            return new IntakeResult(wanted.Id, IntakeReasons.UnknownContact);
        }

        if (await members.FindAsync(sequence, contact.Id, cancellation) is { Cohort: var cohort } && cohort != run)
        {
            if (!reenroll) return new IntakeResult(contact.Id, IntakeReasons.AlreadyEnrolled);
            if (await enrolled.GetAsync(sequence, contact.Id, cancellation) is { IsOver: false }) return new IntakeResult(contact.Id, IntakeReasons.StillEnrolled);
        }

        return await match.IsMatchAsync(sequence.Organization, filter, contact, cancellation)
            ? new IntakeResult(contact.Id, null)
            : new IntakeResult(contact.Id, IntakeReasons.OutsideFilter);
    }
}
