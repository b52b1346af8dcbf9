using Cadenza.Domain.Contacts;
using Cadenza.Functions.Contacts.Storage;

namespace Cadenza.Functions.Contacts.Segments;

/// <summary>A filter together with what its names of segments and sequences stand for.</summary>
/// <param name="Filter">The filter; null is everyone.</param>
/// <param name="Segments">The static segments by the name the filter gives them.</param>
/// <param name="Sequences">The sequences by the name the filter gives them.</param>
/// <param name="SavedFilters">The filters of the other segments by the name the filter gives them.</param>
internal sealed record ResolvedFilter(
    ContactsFilter? Filter,
    IReadOnlyDictionary<string, MemberSet> Segments,
    IReadOnlyDictionary<string, MemberSet> Sequences,
    IReadOnlyDictionary<string, ContactsFilter?> SavedFilters)
{
    /// <summary>Every set of contacts that must be known to tell who matches, each once.</summary>
    public IReadOnlyList<MemberSet> Sets { get; } = [.. Segments.Values.Concat(Sequences.Values).Distinct()];

    /// <summary>Whether contacts must be complete with their last contacts to tell who matches.</summary>
    public bool AsksLastContact { get; } = SavedFilters.Values.Append(Filter).Any(filter => filter is not null && filter.AsksLastContact());

    /// <summary>Whether a contact matches.</summary>
    /// <param name="contact">The contact.</param>
    /// <param name="isIn">Whether it is in a set of <see cref="Sets"/>.</param>
    public bool IsMatch(Contact contact, Func<MemberSet, bool> isIn)
    {
        if (Filter is null) return true;
        if (Sets.Count == 0 && SavedFilters.Count == 0) return Filter.Matches(contact);
        return Filter.Matches(new ContactFacts(contact, NamesOf(Segments, isIn), NamesOf(Sequences, isIn), SavedFilters));
    }

    private static HashSet<string> NamesOf(IReadOnlyDictionary<string, MemberSet> sets, Func<MemberSet, bool> isIn)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, set) in sets)
        {
            if (isIn(set)) names.Add(name);
        }

        return names;
    }
}
