using Cadenza.Functions.Platform.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Cadenza.Functions.Tests.Platform.Http.Pipeline;

public sealed class RequestIdTests
{
    [Theory]
    [InlineData("abc-123")]
    [InlineData("Root=1-67891233-abcdef012345678912345678")]
    public void Assign_WhenGivenIdIsSane_KeepsIt(string given) => Assert.Equal(given, Assign(given));

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("line\nbreak")]
    [InlineData("<script>")]
    [InlineData("ünï")]
    public void Assign_WhenGivenIdIsNot_MakesOne(string given) => Assert.True(Guid.TryParseExact(Assign(given), "N", out _));

    [Fact]
    public void Assign_WhenNoneOrTwoOrTooLong_MakesOne()
    {
        Assert.True(Guid.TryParseExact(Assign(StringValues.Empty), "N", out _));
        Assert.True(Guid.TryParseExact(Assign(new StringValues(["a", "b"])), "N", out _));
        Assert.True(Guid.TryParseExact(Assign(new string('a', 129)), "N", out _));
        Assert.Equal(128, Assign(new string('a', 128)).Length);
    }

    private static string Assign(StringValues given)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers[RequestId.Header] = given;
        var id = RequestId.Assign(context);
        Assert.Equal(id, context.TraceIdentifier);
        Assert.Equal(id, context.Response.Headers[RequestId.Header]);
        return id;
    }
}
