using Cadenza.Domain.Contacts;
using FsCheck;
using FsCheck.Fluent;

namespace Cadenza.Domain.Tests.Contacts;

/// <summary>B2: OR of ANDs, and an empty <c>and</c> is everyone.</summary>
public sealed class ContactsFilterTests
{
    private static readonly string?[] Emails = ["ada@example.com", "Ada@Example.com", "BOB@example.com", "eve@example.com", null];
    private static readonly Arbitrary<Contact> Contacts = Gen.Elements(Emails).Select(Person).ToArbitrary();

    private static readonly Gen<ContactCondition> Conditions = Gen.OneOf(
        Gen.Constant<ContactCondition>(new AllContacts()),
        Gen.Elements("ada@example.com", "ADA@EXAMPLE.COM", "bob@example.com", "nobody@example.com")
            .ArrayOf().Select(addresses => (ContactCondition)new EmailIn(addresses)));

    private static readonly Arbitrary<ContactsFilter> Filters = Conditions.ArrayOf()
        .Select(conditions => new FilterGroup(conditions)).NonEmptyListOf()
        .Select(groups => new ContactsFilter([.. groups])).ToArbitrary();

    [Fact]
    public void Matches_WhateverTheFilter_IsWhatANaiveReadingSays() =>
        Prop.ForAll(Filters, Contacts, (filter, contact) => filter.Matches(contact) == Naive(filter, contact))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void EmailCandidates_WhateverTheFilter_NobodyElseMatches() =>
        Prop.ForAll(Filters, Contacts, (filter, contact) =>
            filter.EmailCandidates() is not { } candidates
            || !filter.Matches(contact)
            || (contact.Email is { } email && candidates.Contains(email.Key)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Matches_WhenAnAndIsEmpty_IsEveryone()
    {
        var filter = new ContactsFilter([new FilterGroup([])]);

        Assert.All(Emails, email => Assert.True(filter.Matches(Person(email))));
        Assert.Null(filter.EmailCandidates());
    }

    [Fact]
    public void Matches_WhenConditionsShareAGroup_AllMustHold()
    {
        var filter = new ContactsFilter([new FilterGroup([In("ada@example.com", "bob@example.com"), In("bob@example.com", "eve@example.com")])]);

        Assert.True(filter.Matches(Person("bob@example.com")));
        Assert.False(filter.Matches(Person("ada@example.com")));
        Assert.False(filter.Matches(Person("eve@example.com")));
    }

    [Fact]
    public void Matches_WhenGroupsDiffer_OneIsEnough()
    {
        var filter = new ContactsFilter([new FilterGroup([In("ada@example.com")]), new FilterGroup([In("bob@example.com")])]);

        Assert.True(filter.Matches(Person("ada@example.com")));
        Assert.True(filter.Matches(Person("bob@example.com")));
        Assert.False(filter.Matches(Person("eve@example.com")));
        Assert.False(filter.Matches(Person(null)));
    }

    [Fact]
    public void Matches_WhenOnlyTheCaseDiffers_Holds() =>
        Assert.True(new ContactsFilter([new FilterGroup([In("ADA@example.COM")])]).Matches(Person("ada@Example.com")));

    [Fact]
    public void EmailCandidates_WhenEveryGroupNamesAddresses_IsAllOfThemAsKeys()
    {
        var filter = new ContactsFilter(
            [new FilterGroup([In("Ada@example.com")]), new FilterGroup([new AllContacts(), In("BOB@example.com", "bob@example.com")])]);

        Assert.Equal(["ada@example.com", "bob@example.com"], filter.EmailCandidates()!.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EmailCandidates_WhenOneGroupNamesNone_IsUnknown() =>
        Assert.Null(new ContactsFilter([new FilterGroup([In("ada@example.com")]), new FilterGroup([new AllContacts()])]).EmailCandidates());

    [Fact]
    public void EmailCandidates_WhenTheListIsEmpty_IsNobody()
    {
        var filter = new ContactsFilter([new FilterGroup([In()])]);

        Assert.Empty(filter.EmailCandidates()!);
        Assert.False(filter.Matches(Person("ada@example.com")));
    }

    private static EmailIn In(params string[] addresses) => new(addresses);

    private static Contact Person(string? email) => People.With(email);

    private static bool Naive(ContactsFilter filter, Contact contact)
    {
        foreach (var group in filter.Or)
        {
            var holds = true;
            foreach (var condition in group.And) holds &= Naive(condition, contact);
            if (holds) return true;
        }

        return false;
    }

    private static bool Naive(ContactCondition condition, Contact contact) => condition switch
    {
        AllContacts => true,
        EmailIn emails => emails.Addresses.Any(address => string.Equals(address, contact.Email?.ToString(), StringComparison.OrdinalIgnoreCase)),
        _ => throw new NotSupportedException(condition.GetType().Name),
    };
}
