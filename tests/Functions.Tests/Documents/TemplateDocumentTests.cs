using Cadenza.Domain.Expressions;

namespace Cadenza.Functions.Tests.Documents;

/// <summary><c>docs/templates.md</c> has every filter that there is.</summary>
public sealed class TemplateDocumentTests
{
    [Fact]
    public void Filters_AreAllThere()
    {
        Assert.False(MessageTemplate.TryParse("{{ x | no_such_filter }}", out _, out var error));
        var known = error.Message.Split("known: ")[1].Split(", ");
        var page = string.Join('\n', MarkdownPage.Of("docs/templates.md").Lines);

        Assert.True(known.Length > 50);
        Assert.DoesNotContain(known, name => !page.Contains($"`{name}`", StringComparison.Ordinal) && !page.Contains($"`{name}:", StringComparison.Ordinal));
    }
}
