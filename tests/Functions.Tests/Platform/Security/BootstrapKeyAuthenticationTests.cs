using Cadenza.Domain.Organizations;
using Cadenza.Functions.Platform.Security;

namespace Cadenza.Functions.Tests.Platform.Security;

public sealed class BootstrapKeyAuthenticationTests
{
    private static readonly OrganizationId Acme = OrganizationId.Parse("acme");

    private readonly BootstrapKeyAuthentication _keys = new(new SecurityOptions("0123456789-0123456789", Acme));

    [Fact]
    public async Task Find_WhenItIsTheKey_GivesItsOrganization() => Assert.Equal(
        new Caller(Acme, "bootstrap", KeyKind.Secret, "bootstrap"),
        await _keys.FindAsync("0123456789-0123456789", TestContext.Current.CancellationToken));

    [Theory]
    [InlineData("")]
    [InlineData("0123456789-012345678")]
    [InlineData("0123456789-01234567890")]
    [InlineData("0123456789-012345678X")]
    public async Task Find_WhenItIsAnotherText_GivesNobody(string key) =>
        Assert.Null(await _keys.FindAsync(key, TestContext.Current.CancellationToken));
}
