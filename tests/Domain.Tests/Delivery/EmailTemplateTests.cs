using Cadenza.Domain.Delivery;
using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Tests.Delivery;

public sealed class EmailTemplateTests
{
    private static readonly ContactVariables Evil = new("<b>A</b>\r\nX: y", null, null, new Dictionary<string, string>());

    [Fact]
    public void TryRender_WhenTheTemplateIsText_AValueWithTagsDoesNotMakeItHtml()
    {
        var template = EmailTemplate.Parse("For {{contact.name}}", "Hi {{contact.name}}");

        Assert.Null(template.Render(Evil, null, out var subject, out var body));

        Assert.False(template.IsHtml);
        Assert.Equal("For <b>A</b> X: y", subject);
        Assert.Equal("Hi <b>A</b>\r\nX: y", body);
    }

    [Fact]
    public void TryRender_WhenTheTemplateIsHtml_EscapesValuesInTheBodyOnly()
    {
        var template = EmailTemplate.Parse("For {{contact.name}}", "<p>{{contact.name}}</p>");

        Assert.Null(template.Render(Evil, null, out var subject, out var body));

        Assert.True(template.IsHtml);
        Assert.Equal("For <b>A</b> X: y", subject);
        Assert.Equal("<p>&lt;b&gt;A&lt;/b&gt;\r\nX: y</p>", body);
    }
}
