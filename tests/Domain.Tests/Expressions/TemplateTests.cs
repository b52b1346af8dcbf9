using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Tests.Expressions;

public sealed class TemplateTests
{
    private static readonly ContactVariables Ada = new(
        "Ada Lovelace", "ada@example.com", "+4912345", new Dictionary<string, string>
        {
            ["plan"] = "pro",
            ["firstName"] = "Ada",
            ["last_order_id"] = "77",
            ["empty"] = "",
            ["blank"] = "  ",
            ["none"] = "",
        });

    private static string Render(string text, TemplateEncoding encoding = TemplateEncoding.Text)
    {
        Assert.True(Template.Parse(text).TryRender(Ada, encoding, out var rendered));
        return rendered;
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("no variables", "no variables")]
    [InlineData("Hi {{contact.name}}!", "Hi Ada Lovelace!")]
    [InlineData("{{contact.email}} {{contact.phone}} {{contact.phone_number}}", "ada@example.com +4912345 +4912345")]
    [InlineData("{{contact.attributes.plan}}/{{contact.plan}}", "pro/pro")]
    [InlineData("{{contact.first_name}}{{contact.FirstName}}{{contact.attributes.firstName}}", "AdaAdaAda")]
    [InlineData("{{contact.lastOrderId}}", "77")]
    [InlineData("{{  contact.name  }}{{\n contact.plan\t}}", "Ada Lovelacepro")]
    [InlineData("[{{contact.missing}}{{deal.name}}{{contact}}{{contact.attributes.plan.x}}]", "[]")]
    [InlineData("{ {contact.name} } }}", "{ {contact.name} } }}")]
    [InlineData("{{ \"{{\" }}contact.name}}", "{{contact.name}}")]
    public void Render_WhenValid_PutsValuesInPlace(string text, string expected) => Assert.Equal(expected, Render(text));

    [Theory]
    [InlineData("{{contact.missing | default: \"there\"}}", "there")]
    [InlineData("{{contact.empty|default:\"there\"}}", "there")]
    [InlineData("{{contact.blank | default: 'there'}}", "there")]
    [InlineData("{{contact.none | default: 'there'}}", "there")]
    [InlineData("{{contact.name | default: \"there\"}}", "Ada Lovelace")]
    [InlineData("{{contact.missing | default: \"}} \\\" {{\"}}", "}} \" {{")]
    [InlineData("{{contact.missing | default: 'a\\'b\\\\c\\d'}}", "a'b\\c\\d")]
    [InlineData("{{contact.missing | default: '' | default: 'second'}}", "second")]
    public void Render_WhenDefaultIsGiven_UsesItForMissingEmptyAndBlank(string text, string expected) =>
        Assert.Equal(expected, Render(text));

    [Theory]
    [InlineData("Hi {{contact.name", 3)]
    [InlineData("Hi {{", 3)]
    [InlineData("Hi {{contact.name}", 3)]
    [InlineData("{{contact.name | default: \"x", 26)]
    [InlineData("ab{{}}", 4)]
    [InlineData("{{contact.}}", 10)]
    [InlineData("{{.name}}", 2)]
    [InlineData("{{contact name}}", 10)]
    [InlineData("{{contact.name} }", 15)]
    [InlineData("{{contact.name | shout}}", 17)]
    [InlineData("{{contact.name | default}}", 17)]
    [InlineData("{{contact.name | default: there}}", 26)]
    [InlineData("{{contact.name | }}", 17)]
    [InlineData("{{contact.name {{contact.plan}}", 15)]
    [InlineData("{{1 + 1}}", 4)]
    public void Parse_WhenInvalid_TellsTheIndex(string text, int index)
    {
        Assert.False(Template.TryParse(text, out _, out var error));
        Assert.Equal(index, error.Index);
        Assert.NotEmpty(error.Message);
        Assert.Equal(error, Assert.Throws<TemplateSyntaxException>(() => Template.Parse(text)).Error);
    }

    [Fact]
    public void Render_WhenHtml_EscapesValuesButNotTheTemplate()
    {
        var evil = new ContactVariables("<script>&\"'", null, null, new Dictionary<string, string>());

        Assert.True(Template.Parse("<b>{{contact.name}}</b>{{contact.x|default:'<'}}").TryRender(evil, TemplateEncoding.Html, out var html));

        Assert.Equal("<b>&lt;script&gt;&amp;&quot;&#39;</b>&lt;", html);
    }

    [Fact]
    public void Render_WhenSingleLine_ValuesCannotAddLines()
    {
        var evil = new ContactVariables("Ada\r\nBcc: x@example.com\0", null, null, new Dictionary<string, string>());

        Assert.True(Template.Parse("Hi {{contact.name}}!").TryRender(evil, TemplateEncoding.SingleLine, out var line));

        Assert.Equal("Hi Ada Bcc: x@example.com !", line);
    }

    [Theory]
    [InlineData("abc", 3, true)]
    [InlineData("abcd", 3, false)]
    [InlineData("{{contact.plan}}", 3, true)]
    [InlineData("a{{contact.plan}}", 3, false)]
    [InlineData("{{contact.plan}}a", 3, false)]
    public void Render_WhenLongerThanTheLimit_FailsInsteadOfCutting(string text, int limit, bool fits)
    {
        Assert.Equal(fits, Template.Parse(text).TryRender(Ada, TemplateEncoding.Text, out var rendered, limit));
        Assert.Equal(fits, rendered is not null);
    }

    [Fact]
    public void Variables_AreListedOnceInOrder()
    {
        var template = Template.Parse("{{contact.b}} {{contact.a}} {{contact.b}}");

        Assert.Equal(["contact.b", "contact.a"], template.Variables.Select(path => path.Text));
    }
}
