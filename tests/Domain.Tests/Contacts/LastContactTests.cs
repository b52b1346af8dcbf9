using Cadenza.Domain.Contacts;

namespace Cadenza.Domain.Tests.Contacts;

/// <summary>B11: which last contact counts, of what a contact itself knows, what is noted apart from it, and what a user says.</summary>
public sealed class LastContactTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(null, 1, 1)]
    [InlineData(1, null, 1)]
    [InlineData(1, 2, 2)]
    [InlineData(2, 1, 2)]
    public void WithLastContact_OfWhatIsNoted_TakesTheLater(int? own, int? noted, int? expected)
    {
        var contact = People.With("ada@example.com") with { LastContactedAt = At(own) };

        Assert.Equal(At(expected), contact.WithLastContact(At(noted)).LastContactedAt);
    }

    [Fact]
    public void SetLastContact_WhateverAUserSays_WinsOverWhatWasKnownAndNotOverWhatIsSentLater()
    {
        var known = People.With("ada@example.com").WithLastContact(At(3));
        foreach (var said in new[] { null, At(1), At(3) })
        {
            var set = known.SetLastContact(said);

            Assert.Equal(said, set.LastContactedAt);
            Assert.Equal(said, set.WithLastContact(At(2)).LastContactedAt);
            Assert.Equal(said, set.WithLastContact(At(3)).LastContactedAt);
            Assert.Equal(At(4), set.WithLastContact(At(4)).LastContactedAt);
        }

        Assert.Equal(At(9), known.SetLastContact(At(9)).WithLastContact(At(4)).LastContactedAt);
    }

    [Fact]
    public void SetLastContact_WhenSaidTwice_BringsNothingBack()
    {
        var set = People.With("ada@example.com").WithLastContact(At(3)).SetLastContact(null).SetLastContact(At(1)).SetLastContact(null);

        Assert.Null(set.WithLastContact(At(3)).LastContactedAt);
        Assert.Equal(At(4), set.WithLastContact(At(4)).LastContactedAt);
    }

    [Fact]
    public void AsksLastContact_OfAFilter_IsWhetherAConditionIsAboutIt()
    {
        Assert.True(new ContactsFilter([new FilterGroup([]), new FilterGroup([new NameIn(["Ada"]), new LastContactedAtBetween(null, Noon)])]).AsksLastContact());
        Assert.False(new ContactsFilter([new FilterGroup([new NameIn(["Ada"]), new LastContactedAtWithHandoffBetween(null, Noon)])]).AsksLastContact());
    }

    private static DateTimeOffset? At(int? hours) => hours is { } after ? Noon.AddHours(after) : null;
}
