using System.Text.RegularExpressions;

namespace Cadenza.Functions.Tests.Documents;

/// <summary><c>docs/surfaces.md</c> has every requirement that the code cites, and says truly which tests prove it.</summary>
public sealed partial class SurfaceTests
{
    private static readonly IReadOnlyList<string[]> Requirements =
        [.. MarkdownPage.Of("docs/surfaces.md").Rows().Where(row => Requirement().IsMatch(row[0]))];

    [Fact]
    public void Requirement_CitedInAComment_IsOnThePage()
    {
        var known = Requirements.Select(row => row[0]).ToHashSet(StringComparer.Ordinal);
        var cited = (
            from path in SourceFiles.Of("src").Concat(SourceFiles.Of("tests"))
            from line in SourceFiles.Read(path).Split('\n')
            from number in Cited(line)
            select (path, number)).ToList();

        Assert.True(cited.Count > 300, $"Only {cited.Count} citations were found: are they written differently now?");
        Assert.Empty(from cite in cited where !known.Contains(cite.number) select $"{cite.path}: {cite.number}");
    }

    [Fact]
    public void Requirement_OnThePage_NamesTestClassesThatExist()
    {
        var tests = SourceFiles.Types("tests");

        Assert.Empty(from row in Requirements where !MarkdownPage.Code(row[^1]).Any() select $"{row[0]} names no test class");
        Assert.Empty(
            from row in Requirements
            from type in MarkdownPage.Code(row[^1])
            where !tests[type].Any(path => HasTests().IsMatch(SourceFiles.Read(path)))
            select $"{row[0]}: {type} is no class with tests");
    }

    [Fact]
    public void Requirements_OfEachPart_CountFromOneWithoutAGap()
    {
        Assert.Equal("ABCDEFG", string.Concat(Requirements.Select(row => row[0][0]).Distinct()));
        Assert.All(
            Requirements.GroupBy(row => row[0][0]),
            part => Assert.Equal(Enumerable.Range(1, part.Count()).Select(number => $"{part.Key}{number}"), part.Select(row => row[0])));
    }

    [Theory]
    [InlineData("/// <summary>A5, A6: runs (G10).</summary>", "A5 A6 G10")]
    [InlineData("var x = 1; // B9: at the moment of sending", "B9")]
    [InlineData("    public async Task Runs_ArePaged_A6G8()", "A6 G8")]
    [InlineData("    public void C1_Patch_AppliesAtOnce()", "C1")]
    [InlineData("var phone = $\"+4930{number:D6}\"; // as many digits", "")]
    [InlineData("Assert.Equal(A6, listed.Members());", "")]
    [InlineData("var url = \"https://example.com/A1\";", "")]
    public void Citation_IsFoundInCommentsAndNamesOfTestsAlone(string line, string numbers) => Assert.Equal(numbers, string.Join(' ', Cited(line)));

    private static IEnumerable<string> Cited(string line) =>
        InComment().Matches(line).Concat(InName().Matches(line)).SelectMany(cite => cite.Groups["number"].Captures).Select(number => number.Value);

    [GeneratedRegex(@"^[A-G]\d{1,2}$")]
    private static partial Regex Requirement();

    [GeneratedRegex(@"(?:^|\s)//+(?:.*?(?<!\w)(?<number>[A-G]\d{1,2})(?!\w))+")]
    private static partial Regex InComment();

    /// <summary>In names of tests several can follow each other: <c>Runs_ArePaged_A6G8</c>.</summary>
    [GeneratedRegex(@"public (?:async )?(?:Task|void) (?:(?:(?<number>[A-G]\d{1,2})+|[A-Za-z0-9]+)(?:_|(?=\()))+\(")]
    private static partial Regex InName();

    [GeneratedRegex(@"\[\w*(?:Fact|Theory)\b")]
    private static partial Regex HasTests();
}
