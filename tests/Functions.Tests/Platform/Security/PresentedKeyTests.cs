using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Tests.Platform.Security;

public sealed class PresentedKeyTests
{
    [Theory]
    [InlineData("Authorization", "Bearer the-key")]
    [InlineData("Authorization", "bearer  the-key ")]
    [InlineData("Authorization", "Bearer: the-key")]
    [InlineData("Bearer", "the-key")]
    [InlineData("bearer", " the-key")]
    public void TryRead_WhenKeyIsPresented_FindsIt(string header, string value)
    {
        Assert.True(PresentedKey.TryRead(new HeaderDictionary { [header] = value }, out var key));
        Assert.Equal("the-key", key);
    }

    [Theory]
    [InlineData("Authorization", "")]
    [InlineData("Authorization", "Bearer")]
    [InlineData("Authorization", "Bearer:")]
    [InlineData("Authorization", "Bearerthe-key")]
    [InlineData("Authorization", "Bearer the key")]
    [InlineData("Authorization", "Basic dTpw")]
    [InlineData("Authorization", "the-key")]
    [InlineData("Bearer", " ")]
    [InlineData("X-Api-Key", "the-key")]
    public void TryRead_WhenNoKeyIsPresented_FindsNone(string header, string value) =>
        Assert.False(PresentedKey.TryRead(new HeaderDictionary { [header] = value }, out _));

    [Fact]
    public void TryRead_WhenTwoKeysArePresented_FindsNone() =>
        Assert.False(PresentedKey.TryRead(new HeaderDictionary { ["Authorization"] = new(["Bearer a", "Bearer b"]) }, out _));
}
