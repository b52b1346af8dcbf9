using Cadenza.Domain.Organizations;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Platform.Security.Keys;

namespace Cadenza.Functions.Tests.Platform.Security.Keys;

/// <summary>G1: the text of keys.</summary>
public sealed class ApiKeyTests
{
    private const string Random = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    [Theory]
    [InlineData("a", KeyKind.Secret)]
    [InlineData("acme-_2", KeyKind.Public)]
    internal void TryParse_WhenMadeHere_ReadsIt(string organization, KeyKind kind)
    {
        var made = ApiKey.Create(OrganizationId.Parse(organization), kind);
        Assert.True(ApiKey.TryParse(made.Text, out var read));
        Assert.Equal((organization, kind, made.Text, made.Hash), (read.Organization.ToString(), read.Kind, read.Text, read.Hash));
        Assert.NotEqual(made.Hash, ApiKey.Create(OrganizationId.Parse(organization), kind).Hash);
        Assert.DoesNotContain(made.Text, made.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sk_acme")]
    [InlineData("sk_." + Random)]
    [InlineData("sk_ACME." + Random)]
    [InlineData("sk_~ids." + Random)]
    [InlineData("xk_acme." + Random)]
    [InlineData("sk_acme." + Random + "A")]
    [InlineData("sk_acme.é" + Random)]
    [InlineData("sk_acme." + "|AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void TryParse_WhenItCannotBeAKey_SaysSo(string text) => Assert.False(ApiKey.TryParse(text, out _));
}
