namespace Cadenza.Functions.Tests.Documents;

/// <summary><c>docs/glossary.md</c> has each term once, on a line, with a type that there is.</summary>
public sealed class GlossaryTests
{
    private static readonly IReadOnlyList<string[]> Terms = [.. MarkdownPage.Of("docs/glossary.md").Rows()];

    [Fact]
    public void Term_NamesTypesThatExist()
    {
        var types = SourceFiles.Types("src");

        Assert.NotEmpty(Terms);
        Assert.Empty(from row in Terms where row.Length != 3 || !MarkdownPage.Code(row[2]).Any() select $"{row[0]} names no type");
        Assert.Empty(from row in Terms from type in MarkdownPage.Code(row[2]) where !types.Contains(type) select $"{row[0]}: there is no type {type}");
    }

    [Fact]
    public void Terms_OfEachPart_AreThereOnceAndInAlphabeticalOrder()
    {
        var page = MarkdownPage.Of("docs/glossary.md");
        var parts = new List<List<string>>();
        foreach (var line in page.Lines)
        {
            if (line.StartsWith("## ", StringComparison.Ordinal)) parts.Add([]);
            else if (line.StartsWith("| **", StringComparison.Ordinal)) parts[^1].Add(line.Split("**")[1]);
        }

        Assert.Equal(Terms.Count, parts.Sum(part => part.Count));
        Assert.All(parts, part => Assert.Equal(part.Order(StringComparer.OrdinalIgnoreCase), part));
        Assert.Empty(from term in parts.SelectMany(part => part) group term by term.ToUpperInvariant() into same where same.Count() > 1 select same.Key);
    }
}
