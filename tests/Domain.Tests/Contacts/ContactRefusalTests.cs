using Cadenza.Domain.Contacts;

namespace Cadenza.Domain.Tests.Contacts;

/// <summary>B11: a contact can be reached, and holds a bounded number of attributes, whichever way it is changed.</summary>
public sealed class ContactRefusalTests
{
    [Fact]
    public void Refusal_WhenItCanBeReached_IsNone()
    {
        Assert.Null(People.With("ada@example.com").Refusal());
        Assert.Null(People.With(null).Refusal());
        Assert.Null((People.With("ada@example.com") with { Phone = null, Attributes = Attributes(Contact.MaxAttributes) }).Refusal());
    }

    [Fact]
    public void Refusal_WhenNeitherAddressIsLeft_PointsAtTheMail() =>
        Assert.Equal("/email", (People.With(null) with { Phone = null }).Refusal()?.Pointer);

    [Fact]
    public void Refusal_WhenThereAreTooManyAttributes_PointsAtThem() =>
        Assert.Equal(("/attributes", "must leave at most 100 attributes"), (People.With(null) with { Attributes = Attributes(Contact.MaxAttributes + 1) }).Refusal());

    private static Dictionary<string, string> Attributes(int count) => Enumerable.Range(0, count).ToDictionary(number => $"a{number}", _ => "");
}
