using System.Text.RegularExpressions;

namespace Cadenza.Functions.Tests.Documents;

/// <summary>The keys of tables are written in one place, <c>docs/storage.md</c>, which has every table of the app.</summary>
public sealed partial class StorageTableTests
{
    [Fact]
    public void Page_HasEveryTableOfTheAppAndNoOther()
    {
        var tables = (
            from path in SourceFiles.Of("src/Functions")
            from Match table in Table().Matches(SourceFiles.Read(path))
            select table.Groups[1].Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();

        Assert.Contains("contacts", tables);
        Assert.Equal(tables, KeysOf("docs/storage.md").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void OtherPages_RepeatNoKeys() => Assert.All(
        MarkdownPage.All().Where(page => page.Path != "docs/storage.md"),
        page => Assert.DoesNotContain(page.Lines, line => Heading().IsMatch(line)));

    private static IEnumerable<string> KeysOf(string path)
    {
        var inTable = false;
        foreach (var line in MarkdownPage.Of(path).Lines)
        {
            if (Heading().IsMatch(line)) inTable = true;
            else if (!line.StartsWith('|')) inTable = false;
            else if (inTable && MarkdownPage.Code(line.Split('|')[1]).FirstOrDefault() is { } table) yield return table;
        }
    }

    [GeneratedRegex("""GetTableClient\("(\w+)"\)""")]
    private static partial Regex Table();

    [GeneratedRegex(@"^\| table \| partition \| row \|")]
    private static partial Regex Heading();
}
