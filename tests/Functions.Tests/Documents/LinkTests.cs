using System.Text.RegularExpressions;

namespace Cadenza.Functions.Tests.Documents;

/// <summary>What the documentation points at is there.</summary>
public sealed partial class LinkTests
{
    [Fact]
    public void Link_OfAnyPage_LeadsToAFileAndPlaceThatExist()
    {
        var pages = MarkdownPage.All().ToList();
        Assert.Contains(pages, page => page.Path == "README.md");
        Assert.Contains(pages, page => page.Path == "CONTRIBUTING.md");
        Assert.NotEmpty(pages.SelectMany(page => page.Links()));

        Assert.Empty(
            from page in pages
            from link in page.Links()
            where !Exists(page, link.Target)
            select $"{page.Path}: {link.Target}");
    }

    /// <summary>So a type that moves or is renamed takes its links with it: the message says where the type is now.</summary>
    [Fact]
    public void Link_WhoseWordsAreAType_LeadsToTheFileThatDeclaresIt()
    {
        var types = SourceFiles.Types("src");
        var tests = SourceFiles.Types("tests");
        var links = (
            from page in MarkdownPage.All()
            from link in page.Links()
            where link.Target.EndsWith(".cs", StringComparison.Ordinal) && link.Words.StartsWith('`')
            select (page, Type: link.Words.Trim('`'), Path: Resolve(page, link.Target))).ToList();

        Assert.NotEmpty(links);
        Assert.Empty(
            from link in links
            where !types[link.Type].Concat(tests[link.Type]).Contains(link.Path)
            select $"{link.page.Path}: `{link.Type}` is not declared in {link.Path} but in {string.Join(", ", types[link.Type].Concat(tests[link.Type]).DefaultIfEmpty("no file"))}");
    }

    /// <summary>Records of decisions are also named by their number alone: <c>decisions/0024</c>, "decision 26".</summary>
    [Fact]
    public void Decision_NamedByItsNumber_Exists()
    {
        var records = Directory.EnumerateFiles(SourceTree.Path("docs", "decisions"), "*.md").Select(file => Path.GetFileName(file)[..4]).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(
            from page in MarkdownPage.All()
            from line in page.Lines
            from Match named in DecisionNumber().Matches(line)
            let number = named.Groups["number"].Value.PadLeft(4, '0')
            where !records.Contains(number)
            select $"{page.Path}: decision {number}");
    }

    private static bool Exists(MarkdownPage page, string target)
    {
        var parts = target.Split('#');
        var path = parts[0].Length == 0 ? page.Path : Resolve(page, parts[0]);
        if (!File.Exists(SourceTree.Path(path)) && !Directory.Exists(SourceTree.Path(path))) return false;
        return parts.Length == 1 || MarkdownPage.Of(path).Anchors().Contains(parts[1]);
    }

    private static string Resolve(MarkdownPage page, string target) =>
        Path.GetRelativePath(SourceTree.Root, SourceTree.Path(Path.GetDirectoryName(page.Path)!, target.Split('#')[0])).Replace('\\', '/');

    [GeneratedRegex(@"\bdecisions?[ /](?<number>\d{1,4})\b")]
    private static partial Regex DecisionNumber();
}
