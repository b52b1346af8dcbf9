using Azure;
using Cadenza.Functions.Platform.Http.Replies;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Tests.Platform.Http.Replies;

public sealed class ConditionTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("*", true)]
    [InlineData("\"3\"", true)]
    [InlineData("\"2\", \"3\"", true)]
    [InlineData("\"2\"", false)]
    [InlineData("W/\"3\"", false)]
    [InlineData("3", false)]
    [InlineData("", false)]
    [InlineData("\"3", false)]
    public void Allows_TakesOnlyTheVersionAskedFor(string? header, bool allowed)
    {
        var request = new DefaultHttpContext().Request;
        if (header is not null) request.Headers.IfMatch = header;
        var condition = IfMatch.Of(request);
        Assert.Equal(allowed, condition.Allows(EntityTag.Of(3)));
        Assert.Equal(allowed ? null : 412, condition.Check(EntityTag.Of(3))?.Status);
    }

    [Fact]
    public void Of_WhenRowTag_IsStrongAndReadBack()
    {
        var tag = EntityTag.Of(new ETag("W/\"datetime'2026-01-31T08%3A00%3A00.1234567Z'\""));
        Assert.Equal("\"datetime'2026-01-31T08%3A00%3A00.1234567Z'\"", tag.ToString());
        var request = new DefaultHttpContext().Request;
        request.Headers.IfMatch = tag.ToString();
        Assert.True(IfMatch.Of(request).Allows(tag));
    }

    [Fact]
    public void Format_IsUtcWithThreeDecimals() => Assert.Equal(
        "2026-01-31T06:00:00.007Z",
        WireTime.Format(new DateTimeOffset(2026, 1, 31, 8, 0, 0, 7, TimeSpan.FromHours(2)).AddTicks(9)));
}
