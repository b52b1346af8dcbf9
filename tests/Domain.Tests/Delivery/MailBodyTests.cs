using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Tests.Delivery;

public sealed class MailBodyTests
{
    [Theory]
    [InlineData("Hello\nthere", false)]
    [InlineData("", false)]
    [InlineData("a < b and c > d", false)]
    [InlineData("I <3 you", false)]
    [InlineData("Write to <ada@example.com> or see <https://example.com>", false)]
    [InlineData("<P.S.> bring cake", false)]
    [InlineData("<!DOCTYPE html><title>x</title>", true)]
    [InlineData("Hello<br>there", true)]
    [InlineData("Hello<BR/>there", true)]
    [InlineData("<p style=\"color:red\">Hello</p>", true)]
    [InlineData("See <a href='https://example.com'>this</a>", true)]
    public void LooksLikeHtml_TellsTagsFromAngles(string body, bool html) => Assert.Equal(html, MailBody.LooksLikeHtml(body));

    [Fact]
    public void LooksLikeHtml_WhenTheBodyIsLongAndMean_AnswersInLinearTime() =>
        Assert.False(MailBody.LooksLikeHtml(string.Concat(Enumerable.Repeat("<a ", 300_000))));
}
