namespace Cadenza.Domain.Contacts;

/// <summary>Who a sequence or a segment is for: any of the groups, in each of which every condition holds (B1, B2). At least one group.</summary>
/// <param name="Or">The groups.</param>
public sealed record ContactsFilter(IReadOnlyList<FilterGroup> Or)
{
    /// <summary>Whether a contact passes. A null filter, which callers handle, passes everyone.</summary>
    public bool Matches(ContactFacts facts)
    {
        foreach (var group in Or)
        {
            if (group.Matches(facts)) return true;
        }

        return false;
    }

    /// <summary>Whether a contact passes that is in no segment and that no sequence enrolled.</summary>
    public bool Matches(Contact contact) => Matches(ContactFacts.Of(contact));

    /// <summary>Every condition of every group.</summary>
    public IEnumerable<ContactCondition> Conditions() => Or.SelectMany(group => group.And);

    /// <summary>The segments it names, each once.</summary>
    public IEnumerable<string> SegmentNames() => Conditions().OfType<BelongsToSegment>().Select(condition => condition.SegmentId).Distinct(StringComparer.Ordinal);

    /// <summary>The sequences it names, each once.</summary>
    public IEnumerable<string> SequenceNames() => Conditions().OfType<AffectedBySequence>().Select(condition => condition.SequenceId).Distinct(StringComparer.Ordinal);

    /// <summary>Whether it asks when contacts were last sent a message, which may be noted apart from them.</summary>
    public bool AsksLastContact() => Conditions().Any(condition => condition is LastContactedAtBetween);

    /// <summary>
    /// A list of people to which everyone who passes belongs, or null when the filter names no such list: with it, whoever
    /// looks for matches reads those few instead of everybody.
    /// </summary>
    public NamedPeople? Candidates()
    {
        var candidates = new NamedPeople();
        return Or.All(group => group.Shortest() is { } list && candidates.Add(list)) ? candidates : null;
    }
}

/// <summary>Conditions that must all hold; none at all holds for everyone (B2).</summary>
/// <param name="And">The conditions.</param>
public sealed record FilterGroup(IReadOnlyList<ContactCondition> And)
{
    /// <summary>Whether every condition holds.</summary>
    public bool Matches(ContactFacts facts)
    {
        foreach (var condition in And)
        {
            if (!condition.Matches(facts)) return false;
        }

        return true;
    }

    /// <summary>The condition that names the fewest people one by one, or null when none does.</summary>
    public INamesPeople? Shortest() => And.OfType<INamesPeople>().MinBy(list => list.Count);
}
