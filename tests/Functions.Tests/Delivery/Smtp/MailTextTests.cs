using Cadenza.Functions.Delivery.Smtp;

namespace Cadenza.Functions.Tests.Delivery.Smtp;

/// <summary>The text of an HTML mail, for readers without HTML.</summary>
public sealed class MailTextTests
{
    [Theory]
    [InlineData("<a href=\"https://example.com/a?b=1&amp;c=2\">this</a>.", "this (https://example.com/a?b=1&c=2).")]
    [InlineData("<a href='https://example.com/'>this</a>", "this (https://example.com/)")]
    [InlineData("<a href=https://example.com/x target=_blank>this</a>", "this (https://example.com/x)")]
    [InlineData("<a href=\"https://example.com\"><b>he</b>re</a>", "here (https://example.com)")]
    [InlineData("<A HREF='https://example.com'>UP</A>", "UP (https://example.com)")]
    [InlineData("<a title='a > b' href='https://example.com'>x</a>", "x (https://example.com)")]
    [InlineData("<a href='https://example.com'>https://example.com</a>", "https://example.com")]
    [InlineData("<a href='mailto:ada@example.com'>ada@example.com</a> <a href='tel:+4930'>call</a>", "ada@example.com call (+4930)")]
    [InlineData("<a href='#top'>up</a> <a name=x>place</a> <a href='javascript:x()'>run</a>", "up place run")]
    [InlineData("<a href='https://example.com'><img src=x alt='Shop now'></a>", "Shop now (https://example.com)")]
    [InlineData("<a href='https://example.com'><img src=x></a>", "https://example.com")]
    [InlineData("<a href='https://example.com'></a>none", "none")]
    [InlineData("<a href='https://one.example'>one<a href='https://two.example'>two", "one (https://one.example)two (https://two.example)")]
    [InlineData("<p>Tired of this? <a style=\"color:#999\" href=\"https://cadenza.example/unsubscribe/abc.def-1\"><span>Unsubscribe</span></a></p>", "Tired of this? Unsubscribe (https://cadenza.example/unsubscribe/abc.def-1)")]
    public void Of_KeepsTheAddressesOfLinks(string html, string text) => Assert.Equal(text, MailText.Of(html));

    [Theory]
    [InlineData("one<br>two<br/><br />three", "one\ntwo\n\nthree")]
    [InlineData("<h1>Title</h1><p>One</p><p>Two<p>Three", "Title\n\nOne\n\nTwo\n\nThree")]
    [InlineData("<div>a</div><div><div>b</div></div>c", "a\nb\nc")]
    [InlineData("<ul><li>one<li>two<ul><li>in two</ul></li></ul>after", "- one\n- two\n  - in two\n\nafter")]
    [InlineData("<ol start=3><li>three</li><li>four</li></ol>", "3. three\n4. four")]
    [InlineData("<table><tr><td>a<td>b</tr><tr><th>c</th><th>d</th></tr></table>", "a b\nc d")]
    [InlineData("<table><tr><td><table><tr><td>in</td></tr></table></td><td>out</td></tr></table>", "in\nout")]
    [InlineData("a<hr>b", "a\n\n---\n\nb")]
    [InlineData("<pre>one\n  two</pre>", "one\n  two")]
    [InlineData("  a \n\t b  <b> c</b>", "a b c")]
    [InlineData("x<img src=y alt='A picture'>z<img src=pixel width=1>", "x A picture z")]
    [InlineData("<dl><dt>Term<dd>What it is</dl>", "Term\n  What it is")]
    public void Of_PutsBlocksOnLinesOfTheirOwn(string html, string text) => Assert.Equal(text, MailText.Of(html));

    [Theory]
    [InlineData("&lt;b&gt; &amp;amp; &euro;5 &#8364; &#x1F680; &nbsp;x&copy;", "<b> &amp; €5 € 🚀 x©")]
    [InlineData("a &lt; b & c", "a < b & c")]
    [InlineData("5 < 6 and 7 > 2", "5 < 6 and 7 > 2")]
    public void Of_ReadsEntities(string html, string text) => Assert.Equal(text, MailText.Of(html));

    [Theory]
    [InlineData("a<!-- secret -->b<!--[if mso]><p>secret</p><![endif]-->c", "abc")]
    [InlineData("a<script>if (1 < 2) document.write('<p>secret</p>')</script>b", "ab")]
    [InlineData("a<style>p::before { content: '<p>secret' }</style>b", "ab")]
    [InlineData("<html><head><title>secret</title><meta charset=utf-8><style>secret</style></head><body>b</body></html>", "b")]
    [InlineData("<head><title>secret</title><p>b", "b")]
    [InlineData("<div style='display:none;max-height:0'>secret <p>secret</p></div>b", "b")]
    [InlineData("<div style=\"color:red; DISPLAY : None !important\">secret</div>b", "b")]
    [InlineData("<span hidden>secret <b>secret</b></span>b", "b")]
    [InlineData("<p hidden>secret<p>b", "b")]
    [InlineData("<td hidden>secret</td><td>b</td>", "b")]
    [InlineData("<span style='visibility:hidden'>secret</span><span style='mso-hide:all'>secret</span>b", "b")]
    [InlineData("<a hidden href='https://secret.example'>secret</a>b", "b")]
    [InlineData("<img hidden alt=secret><template><p>secret</p></template><textarea>secret</textarea><select><option>secret</select>b", "b")]
    [InlineData("a</p></div></nonsense>b", "a\n\nb")]
    [InlineData("<div hidden><table><tr><td>secret</div>secret</td></tr></table></div>b", "b")]
    [InlineData("<table><tr><td hidden><table></td><tr><td>secret</table>secret<td>b", "b")]
    public void Of_LeavesOutWhatIsNotShown(string html, string text) => Assert.Equal(text, MailText.Of(html));

    [Fact]
    public void Of_AWholeMail_ReadsLikeALetter()
    {
        const string Html = """
            <!doctype html><html><head><title>Hi</title><style>p { color: red }</style></head><body>
            <div style="display:none">Preview</div>
            <table width="100%"><tr><td align="center">
              <table><tr><td><img src="logo.png" alt="ACME"></td></tr>
              <tr><td><h1>Hello &amp; welcome</h1><p>Dear   <b>Ada</b>,<br>see
            <a class="x" href="https://example.com/a?b=1&amp;c=2">this</a>.</p>
              <ul><li>first</li><li><a href='https://example.com/2'>second</a></li></ul><p>Bye</p></td></tr></table>
            </td></tr></table></body></html>
            """;

        Assert.Equal(
            "ACME\n\nHello & welcome\n\nDear Ada,\nsee this (https://example.com/a?b=1&c=2).\n\n- first\n- second (https://example.com/2)\n\nBye",
            MailText.Of(Html));
    }

    /// <summary>Each is a megabyte that makes builders of trees take the square of its length; the time-out is far above what it takes in proportion.</summary>
    [Theory(Timeout = 60_000)]
    [InlineData("<div>", "")]
    [InlineData("<span>", "</i>")]
    [InlineData("<b id=1>", "<p>")]
    [InlineData("<table><tr><td>", "")]
    [InlineData("<ul><li>", "")]
    [InlineData("<a href=x>", "")]
    [InlineData("<a href=x><p>", "y")]
    [InlineData("<!--", "")]
    [InlineData("&am", "&")]
    [InlineData("<x y=", "")]
    [InlineData("<svg><p>", "</p>")]
    [InlineData("<", "")]
    [InlineData("</", "")]
    [InlineData("<script>", "")]
    public Task Of_WhenAMegabyteIsHostile_Ends(string first, string second) => Task.Run(
        () =>
        {
            var half = second.Length == 0 ? 1_000_000 : 500_000;
            var html = string.Concat(Enumerable.Repeat(first, half / first.Length)) + (second.Length == 0 ? "" : string.Concat(Enumerable.Repeat(second, half / second.Length)));
            var text = MailText.Of("begin" + html + "</script>--></svg><p>end");
            Assert.StartsWith("begin", text, StringComparison.Ordinal);
            Assert.Contains("end", text, StringComparison.Ordinal);
        },
        TestContext.Current.CancellationToken);

    [Theory]
    [InlineData("--!")]
    [InlineData("---!")]
    [InlineData("----!!")]
    public void Of_WhenACommentGoesInCircles_LeavesItOut(string circle) =>
        Assert.Equal("a b", MailText.Of($"a<!-- {string.Concat(Enumerable.Repeat(circle, 100_000))} --> b"));

    [Fact]
    public void Of_WhenATextHasAFewOfWhatCommentsGoInCirclesBy_KeepsThem() => Assert.Equal("wow--! and --!--!", MailText.Of("wow--! and --!--!<!-- --! -->"));

    [Fact]
    public void Of_ControlCharacters_AreLeftOut() => Assert.Equal("red [31m end", MailText.Of("red &#27;[31m\u0007 end").Replace("\u001b", "", StringComparison.Ordinal));

    [Theory]
    [InlineData("display:none\t!important")]
    [InlineData("display: none !important")]
    [InlineData("VISIBILITY:hidden")]
    public void Of_WhatAStyleHides_IsLeftOut(string style) => Assert.Equal("ab", MailText.Of($"a<span style=\"{style}\">secret</span>b"));

    [Fact]
    public void Of_WhateverTheDepth_LeavesOutWhatIsNotShown() =>
        Assert.Equal("ab", MailText.Of(string.Concat(Enumerable.Repeat("<span>", 2000)) + "a<script>secret</script><style>secret</style><i hidden>secret</i>b"));

    [Fact]
    public void Of_WhenATagHasVeryManyAttributes_Ends() =>
        Assert.Equal("x (y)", MailText.Of($"<a {string.Concat(Enumerable.Range(0, 100_000).Select(number => $"a{number}=1 "))} href=y>x</a>"));
}
