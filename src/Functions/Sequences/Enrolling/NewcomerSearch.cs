using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Contacts.Segments;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Sequences.Storage;

namespace Cadenza.Functions.Sequences.Enrolling;

/// <summary>Finds, among contacts that changed, those who have come to match a continuous sequence (B7).</summary>
internal sealed class NewcomerSearch(
    SequenceStore sequences, CompiledSequences plans, ContactStore contacts, ContactFilterMatch match, SequenceMembers members, Newcomers newcomers)
{
    /// <summary>Hands over who matches and is not enrolled. Doing it twice hands them over twice, and enrolls them once.</summary>
    public async Task SearchAsync(OrganizationId organization, IReadOnlyList<ContactId> changed, CancellationToken cancellation)
    {
        var continuous = await sequences.ListContinuousAsync(organization, cancellation);
        if (continuous.Count == 0) return;
        var people = await AtOnce.AllAsync(changed, contact => contacts.GetAsync(organization, contact, cancellation));
        foreach (var sequence in continuous)
        {
            var plan = await plans.GetAsync(organization, sequence.Id, sequence.Version, cancellation);
            var filter = await match.ResolveAsync(organization, plan.Definition.Filter, cancellation);
            var answers = await AtOnce.AllAsync(people, person => IsNewAsync(sequence, filter, person?.Contact, cancellation));
            foreach (var part in changed.Where((_, index) => answers[index]).Chunk(Cohort.MaxSize)) await newcomers.JoinAsync(sequence, part, cancellation);
        }
    }

    private async Task<bool> IsNewAsync(Sequence sequence, ResolvedFilter filter, Contact? contact, CancellationToken cancellation) =>
        contact is not null
        && await members.FindAsync(sequence, contact.Id, cancellation) is null
        && await match.IsMatchAsync(sequence.Organization, filter, contact, cancellation);
}
