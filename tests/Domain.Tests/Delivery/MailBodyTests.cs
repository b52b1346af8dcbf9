using Cadenza.Domain.Delivery;

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

    [Fact]
    public void ToPlainText_KeepsWordsLinksAndLines()
    {
        const string Html = """
            <html><head><style>p { color: red }</style></head><body>
            <h1>Hello &amp; welcome</h1><p>Dear   <b>Ada</b>,<br>see
            <a class="x" href="https://example.com/a?b=1&amp;c=2">this</a>.</p><p>Bye</p></body></html>
            """;

        Assert.Equal("Hello & welcome\nDear Ada,\nsee this (https://example.com/a?b=1&c=2).\nBye", MailBody.ToPlainText(Html));
    }
}
