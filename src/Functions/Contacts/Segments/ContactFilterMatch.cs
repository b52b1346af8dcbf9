using Cadenza.Domain.Contacts;
using Cadenza.Functions.Contacts.Storage;

namespace Cadenza.Functions.Contacts.Segments;

/// <summary>Whether single contacts match a filter (B2, B7): for contacts that changed, and for those named one by one.</summary>
/// <remarks>For many contacts and one filter resolve once: <c>var resolved = await match.ResolveAsync(…)</c>.</remarks>
internal sealed class ContactFilterMatch(FilterResolver resolver, MemberStore members, LastContactStore lastContacts)
{
    /// <summary>Looks up what the filter names; the answer is good for as many contacts as are judged at about the same time.</summary>
    public Task<ResolvedFilter> ResolveAsync(OrganizationId organization, ContactsFilter? filter, CancellationToken cancellation) =>
        resolver.ResolveAsync(organization, filter, cancellation);

    /// <summary>Whether a contact matches: no storage operation but for what the filter names and asks for.</summary>
    public async Task<bool> IsMatchAsync(OrganizationId organization, ContactsFilter? filter, Contact contact, CancellationToken cancellation) =>
        filter is null || await IsMatchAsync(organization, await ResolveAsync(organization, filter, cancellation), contact, cancellation);

    /// <summary>Whether a contact matches: a point read for each set of contacts that the filter names, and one query where it asks for the last contact.</summary>
    public async Task<bool> IsMatchAsync(OrganizationId organization, ResolvedFilter filter, Contact contact, CancellationToken cancellation)
    {
        var known = await Task.WhenAll(filter.Sets.Select(set => members.GetAsync(organization, set, contact.Id, cancellation)));
        if (filter.AsksLastContact) contact = await lastContacts.CompleteAsync(organization, contact, cancellation);
        var sets = filter.Sets.Where((_, index) => known[index] is not null).ToHashSet();
        return filter.IsMatch(contact, sets.Contains);
    }
}
