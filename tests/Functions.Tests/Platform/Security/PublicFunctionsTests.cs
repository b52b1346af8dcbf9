using Cadenza.Functions.Platform.Http.Routes;
using Cadenza.Functions.Platform.Security;

namespace Cadenza.Functions.Tests.Platform.Security;

/// <summary>G1: public keys reach /v1/public and nothing else.</summary>
public sealed class PublicFunctionsTests
{
    private readonly PublicFunctions _functions = new(
    [
        new HttpRoute("Open", "v1/public/flowStates", ["get"]),
        new HttpRoute("Near", "v1/publications", ["get"]),
        new HttpRoute("Inside", "crm/v1/public/x", ["get"]),
        new HttpRoute("Any", "{*path}", []),
    ]);

    [Theory]
    [InlineData("Open", true)]
    [InlineData("Near", false)]
    [InlineData("Inside", false)]
    [InlineData("Any", false)]
    [InlineData("Unheard", false)]
    public void Allows_GoesByTheDeclaredRoute(string function, bool allowed)
    {
        Assert.Equal(allowed, _functions.Allows(KeyKind.Public, function));
        Assert.True(_functions.Allows(KeyKind.Secret, function));
    }
}
