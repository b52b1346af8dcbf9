using Cadenza.Domain.Organizations;

namespace Cadenza.Domain.Tests.Organizations;

/// <summary>G1: the id begins every partition key, so nothing may pass that a key could not hold.</summary>
public sealed class OrganizationIdTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("7")]
    [InlineData("acme")]
    [InlineData("acme-2_eu")]
    [InlineData("0190b7a5-1c3e-7d2a-9f00-1a2b3c4d5e6f")]
    public void TryParse_WhenTheTextKeepsTheRules_KeepsIt(string text)
    {
        Assert.True(OrganizationId.TryParse(text, out var id));
        Assert.Equal(text, id.ToString());
        Assert.Equal(id, OrganizationId.Parse(text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("Acme")]
    [InlineData("-acme")]
    [InlineData("_acme")]
    [InlineData("acme ")]
    [InlineData("acme\n")]
    [InlineData("acme\nother")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a|b")]
    [InlineData("a'b")]
    [InlineData("ácme")]
    [InlineData("acme\0")]
    [InlineData("acme٣")]
    public void TryParse_WhenTheTextBreaksTheRules_Refuses(string? text)
    {
        Assert.False(OrganizationId.TryParse(text, out var id));
        Assert.Throws<InvalidOperationException>(() => id.ToString());
        Assert.Throws<FormatException>(() => OrganizationId.Parse(text!));
    }

    [Fact]
    public void TryParse_WhenLong_TakesSixtyThreeCharactersAndNoMore()
    {
        Assert.True(OrganizationId.TryParse(new string('a', 63), out _));
        Assert.False(OrganizationId.TryParse(new string('a', 64), out _));
    }
}
