using Cadenza.Domain.Contacts;
using Cadenza.Domain.Values;
using FsCheck;
using FsCheck.Fluent;

namespace Cadenza.Domain.Tests.Contacts;

/// <summary>B2: the 13 variants, OR of ANDs, and an empty <c>and</c> is everyone.</summary>
public sealed class ContactsFilterTests
{
    private static readonly DateTimeOffset Origin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string?[] Emails = ["ada@example.com", "Ada@Example.com", "BOB@example.com", "eve@sub.example.com", null];
    private static readonly string?[] Phones = ["+4930123456", "+14155550100", null];
    private static readonly string?[] Names = ["Ada", "Bob", null];
    private static readonly string[] Segments = ["list", "saved", "saved-in-saved", "unknown"];
    private static readonly string[] Sequences = ["welcome", "0190b7a5-0000-7000-8000-000000000000"];

    private static readonly ContactId[] Ids =
        [People.Id, ContactId.Parse("0190b7a5-1c3e-7d23-9f00-1a2b3c4d5e70"), ContactId.Parse("0190b7a5-1c3e-7d23-9f00-1a2b3c4d5e71")];

    private static readonly Gen<DateTimeOffset?> Times = Gen.OneOf(
        Gen.Constant<DateTimeOffset?>(null), Gen.Choose(0, 6).Select(hours => (DateTimeOffset?)Origin.AddHours(hours)));

    private static readonly Gen<IReadOnlyDictionary<string, string>> AttributeSets =
        Gen.Elements("plan", "Plan", "city").Zip(Gen.Elements("pro", "Pro", "")).ArrayOf(2)
            .Select(pairs => (IReadOnlyDictionary<string, string>)pairs.DistinctBy(pair => pair.Item1).ToDictionary(pair => pair.Item1, pair => pair.Item2));

    private static readonly Gen<IReadOnlyList<IReadOnlyDictionary<string, string>>?> AttributeLists = Gen.OneOf(
        Gen.Constant<IReadOnlyList<IReadOnlyDictionary<string, string>>?>(null),
        Gen.Choose(0, 2).SelectMany(count => AttributeSets.ArrayOf(count)).Select(sets => (IReadOnlyList<IReadOnlyDictionary<string, string>>?)sets));

    private static readonly Gen<ContactCondition> Conditions = Gen.OneOf(
        Gen.Constant<ContactCondition>(new AllContacts()),
        Gen.Elements(Ids.Select(id => id.ToString()).Append(Ids[0].ToString().ToUpperInvariant()).Append("00000000-0000-0000-0000-000000000000").ToArray())
            .ArrayOf().Select(ids => (ContactCondition)new ContactIdIn(ids)),
        Times.Two().Select(pair => (ContactCondition)new CreatedAtBetween(pair.Item1, pair.Item2)),
        Gen.Elements("example.com", "EXAMPLE.com", "sub.example.com", "@example.com", "com").ArrayOf().Select(domains => (ContactCondition)new EmailDomainNameIn(domains)),
        Gen.Elements(Sequences).Select(sequence => (ContactCondition)new AffectedBySequence(sequence)),
        Gen.Elements("ada", "ADA", "Bob", "Ad", "").ArrayOf().Select(names => (ContactCondition)new NameIn(names)),
        Gen.Elements("+49 (30) 12-34.56", "+14155550100", "4930123456", "nonsense").ArrayOf().Select(numbers => (ContactCondition)new PhoneNumberIn(numbers)),
        Gen.Elements("ada@example.com", "ADA@EXAMPLE.COM", "bob@example.com", "nobody@example.com")
            .ArrayOf().Select(addresses => (ContactCondition)new EmailIn(addresses)),
        AttributeLists.Select(sets => (ContactCondition)new AttributesIn(sets)),
        AttributeLists.Select(sets => (ContactCondition)new SessionsAttributesIn(sets)),
        Gen.Elements(Segments).Select(segment => (ContactCondition)new BelongsToSegment(segment)),
        Times.Two().Select(pair => (ContactCondition)new LastContactedAtBetween(pair.Item1, pair.Item2)),
        Times.Two().Select(pair => (ContactCondition)new LastContactedAtWithHandoffBetween(pair.Item1, pair.Item2)));

    private static readonly Gen<ContactsFilter> Filters = Gen.Choose(0, 4).SelectMany(count => Conditions.ArrayOf(count))
        .Select(conditions => new FilterGroup(conditions)).NonEmptyListOf()
        .Select(groups => new ContactsFilter([.. groups]));

    private static readonly Gen<Contact> Contacts =
        from id in Gen.Elements(Ids)
        from name in Gen.Elements(Names)
        from email in Gen.Elements(Emails)
        from phone in Gen.Elements(Phones)
        from attributes in AttributeSets
        from sessions in AttributeSets.ArrayOf(2)
        from created in Gen.Choose(0, 6)
        from contacted in Times
        from handedOff in Times
        select new Contact(
            id,
            name,
            email is null ? null : EmailAddress.Parse(email),
            phone is null ? null : PhoneNumber.Parse(phone),
            attributes,
            false,
            Origin.AddHours(created),
            Origin)
        {
            Sessions = [.. sessions.Select((set, index) => new ContactSession($"s{index}", set))],
            LastContactedAt = contacted,
            LastContactedWithHandoffAt = handedOff,
        };

    private static readonly Gen<ContactFacts> Facts =
        from contact in Contacts
        from isListed in Gen.Elements(true, false)
        from enrolledBy in Gen.Elements(Sequences.Append("none").ToArray())
        from saved in Gen.Choose(0, 3).SelectMany(count => Conditions.Where(condition => condition is not BelongsToSegment).ArrayOf(count))
        let inner = new ContactsFilter([new FilterGroup(saved)])
        let outer = new ContactsFilter([new FilterGroup([new BelongsToSegment("saved")])])
        select new ContactFacts(
            contact,
            isListed ? new HashSet<string> { "list" } : new HashSet<string>(),
            new HashSet<string> { enrolledBy },
            new Dictionary<string, ContactsFilter?> { ["saved"] = inner, ["saved-in-saved"] = outer });

    [Fact]
    public void Matches_WhateverTheFilter_IsWhatANaiveReadingSays() =>
        Prop.ForAll(Filters.ToArbitrary(), Facts.ToArbitrary(), (filter, facts) => filter.Matches(facts) == Naive(filter, facts))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void Matches_WhicheverTheVariant_BothAnswersOccurInTheProperty()
    {
        // Guards the property above: a variant whose examples all match, or none, would prove nothing.
        var seen = Facts.Zip(Conditions).Sample(6000)
            .GroupBy(pair => pair.Item2.GetType())
            .ToDictionary(group => group.Key, group => group.Select(pair => pair.Item2.Matches(pair.Item1)).Distinct().Count());

        Assert.Equal(13, seen.Count);
        Assert.All(seen, variant => Assert.Equal(variant.Key == typeof(AllContacts) ? 1 : 2, variant.Value));
    }

    [Fact]
    public void Candidates_WhateverTheFilter_NobodyElseMatches() =>
        Prop.ForAll(Filters.ToArbitrary(), Facts.ToArbitrary(), (filter, facts) =>
            filter.Candidates() is not { } candidates
            || !filter.Matches(facts)
            || candidates.Ids.Contains(facts.Contact.Id)
            || (facts.Contact.Email is { } email && candidates.Emails.Contains(email.Key))
            || (facts.Contact.Phone is { } phone && candidates.Phones.Contains(phone.ToString())))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Matches_WhenAnAndIsEmpty_IsEveryone()
    {
        var filter = new ContactsFilter([new FilterGroup([])]);

        Assert.All(Emails, email => Assert.True(filter.Matches(People.With(email))));
        Assert.Null(filter.Candidates());
    }

    [Fact]
    public void Matches_WhenConditionsShareAGroup_AllMustHold()
    {
        var filter = new ContactsFilter([new FilterGroup([In("ada@example.com", "bob@example.com"), In("bob@example.com", "eve@example.com")])]);

        Assert.True(filter.Matches(People.With("bob@example.com")));
        Assert.False(filter.Matches(People.With("ada@example.com")));
        Assert.False(filter.Matches(People.With("eve@example.com")));
    }

    [Fact]
    public void Matches_WhenGroupsDiffer_OneIsEnough()
    {
        var filter = new ContactsFilter([new FilterGroup([In("ada@example.com")]), new FilterGroup([In("bob@example.com")])]);

        Assert.True(filter.Matches(People.With("ada@example.com")));
        Assert.True(filter.Matches(People.With("bob@example.com")));
        Assert.False(filter.Matches(People.With("eve@example.com")));
        Assert.False(filter.Matches(People.With(null)));
    }

    [Fact]
    public void Matches_WhenTimesAreBounds_TheFirstCountsAndTheLastDoesNot()
    {
        var contact = People.With("ada@example.com") with { LastContactedAt = Origin };

        Assert.True(Holds(new LastContactedAtBetween(Origin, Origin.AddTicks(1)), contact));
        Assert.False(Holds(new LastContactedAtBetween(Origin.AddTicks(-1), Origin), contact));
        Assert.True(Holds(new LastContactedAtBetween(null, null), contact));
        Assert.False(Holds(new LastContactedAtBetween(null, null), contact with { LastContactedAt = null }));
        Assert.False(Holds(new LastContactedAtWithHandoffBetween(null, null), contact));
    }

    [Fact]
    public void Matches_WhenNoSessionHasAllOfASet_DoesNotHoldThoughTogetherTheyDo()
    {
        var contact = People.With("ada@example.com") with
        {
            Sessions = [new ContactSession("1", Pairs("plan", "pro")), new ContactSession("2", Pairs("city", "Berlin"))],
        };
        var both = new Dictionary<string, string> { ["plan"] = "pro", ["city"] = "Berlin" };

        Assert.False(Holds(new SessionsAttributesIn([both]), contact));
        Assert.True(Holds(new SessionsAttributesIn([both, Pairs("city", "Berlin")]), contact));
    }

    [Fact]
    public void Candidates_WhenEveryGroupNamesPeople_IsTheShortestListOfEach()
    {
        var filter = new ContactsFilter(
        [
            new FilterGroup([In("Ada@example.com"), new PhoneNumberIn(["+14155550100", "+14155550101"])]),
            new FilterGroup([new AllContacts(), In("BOB@example.com", "bob@example.com")]),
            new FilterGroup([new ContactIdIn([People.Id.ToString().ToUpperInvariant(), "00000000-0000-0000-0000-000000000000"])]),
        ]);

        var candidates = filter.Candidates()!;
        Assert.Equal(["ada@example.com", "bob@example.com"], candidates.Emails.Order(StringComparer.Ordinal));
        Assert.Empty(candidates.Phones);
        Assert.Contains(People.Id, candidates.Ids);
    }

    [Fact]
    public void Candidates_WhenOneGroupNamesNobody_IsUnknown() =>
        Assert.Null(new ContactsFilter([new FilterGroup([In("ada@example.com")]), new FilterGroup([new AllContacts()])]).Candidates());

    [Fact]
    public void Candidates_WhenTheListIsEmpty_IsNobody()
    {
        var filter = new ContactsFilter([new FilterGroup([In()])]);

        Assert.Empty(filter.Candidates()!.Emails);
        Assert.False(filter.Matches(People.With("ada@example.com")));
    }

    private static EmailIn In(params string[] addresses) => new(addresses);

    private static Dictionary<string, string> Pairs(string name, string value) => new() { [name] = value };

    private static bool Holds(ContactCondition condition, Contact contact) => condition.Matches(ContactFacts.Of(contact));

    private static bool Naive(ContactsFilter? filter, ContactFacts facts)
    {
        if (filter is null) return true;
        foreach (var group in filter.Or)
        {
            var holds = true;
            foreach (var condition in group.And) holds &= Naive(condition, facts);
            if (holds) return true;
        }

        return false;
    }

    private static bool Naive(ContactCondition condition, ContactFacts facts)
    {
        var contact = facts.Contact;
        switch (condition)
        {
            case AllContacts:
                return true;
            case ContactIdIn { ContactIds: var ids }:
                return ids.Any(id => string.Equals(id, contact.Id.ToString(), StringComparison.OrdinalIgnoreCase));
            case CreatedAtBetween created:
                return Between(contact.CreatedAt, created.After, created.Before);
            case EmailDomainNameIn { DomainNameIn: var domains }:
                return domains.Any(domain => contact.Email is { } address
                    && string.Equals(address.ToString().Split('@')[1], domain, StringComparison.OrdinalIgnoreCase));
            case AffectedBySequence { SequenceId: var sequence }:
                return facts.Sequences.Any(name => name == sequence);
            case NameIn { Names: var names }:
                return names.Any(name => string.Equals(name, contact.Name, StringComparison.OrdinalIgnoreCase));
            case PhoneNumberIn { Numbers: var numbers }:
                return numbers.Any(number => contact.Phone is { } phone && phone.ToString() == "+" + string.Concat(number.Where(char.IsAsciiDigit)) && number[0] == '+');
            case EmailIn emails:
                return emails.Addresses.Any(address => string.Equals(address, contact.Email?.ToString(), StringComparison.OrdinalIgnoreCase));
            case AttributesIn { Attributes: var sets }:
                return sets is null || sets.Any(set => set.All(pair => contact.Attributes.GetValueOrDefault(pair.Key) == pair.Value));
            case SessionsAttributesIn { Attributes: var sets }:
                return sets is null
                    || sets.Any(set => contact.Sessions.Any(session => set.All(pair => session.Attributes.GetValueOrDefault(pair.Key) == pair.Value)));
            case BelongsToSegment { SegmentId: var segment }:
                return facts.SavedFilters.TryGetValue(segment, out var saved) ? Naive(saved, facts) : facts.Segments.Any(name => name == segment);
            case LastContactedAtBetween last:
                return contact.LastContactedAt is { } time && Between(time, last.After, last.Before);
            case LastContactedAtWithHandoffBetween last:
                return contact.LastContactedWithHandoffAt is { } handoff && Between(handoff, last.After, last.Before);
            default:
                throw new NotSupportedException(condition.GetType().Name);
        }
    }

    private static bool Between(DateTimeOffset time, DateTimeOffset? after, DateTimeOffset? before) =>
        (after is null || after <= time) && (before is null || time < before);
}
