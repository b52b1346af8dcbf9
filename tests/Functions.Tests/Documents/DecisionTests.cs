using System.Text.RegularExpressions;

namespace Cadenza.Functions.Tests.Documents;

/// <summary><c>docs/decisions/README.md</c> lists every record, by its title, and says which no longer hold.</summary>
public sealed partial class DecisionTests
{
    private static readonly IReadOnlyList<MarkdownPage> Records =
        [.. MarkdownPage.All().Where(page => page.Path.StartsWith("docs/decisions/", StringComparison.Ordinal) && !page.Path.EndsWith("README.md", StringComparison.Ordinal))];

    [Fact]
    public void Index_HasEveryRecordOnceByItsTitle() => Assert.Equal(
        Records.Select(record => $"{Path.GetFileName(record.Path)}: {Title(record)}").Order(StringComparer.Ordinal),
        Entries().Select(entry => $"{entry.Groups["file"].Value}: {entry.Groups["title"].Value}"));

    /// <summary>A record that was replaced says so right below its title, by the link to the one that holds now; the index says it too.</summary>
    [Fact]
    public void Record_ThatIsSuperseded_IsMarkedSoInTheIndexToo()
    {
        var marked = Records
            .Select(record => (File: Path.GetFileName(record.Path), By: Mark().Match(record.Lines.Skip(1).FirstOrDefault(line => line.Length > 0) ?? "").Groups["by"].Value))
            .Where(record => record.By.Length > 0)
            .Order()
            .ToList();

        Assert.Equal(
            marked,
            Entries().Where(entry => entry.Groups["by"].Success).Select(entry => (File: entry.Groups["file"].Value, By: entry.Groups["by"].Value)));
        Assert.All(marked, record => Assert.True(File.Exists(SourceTree.Path("docs", "decisions", record.By)), $"{record.File} is superseded by {record.By}, which does not exist"));
    }

    private static IEnumerable<Match> Entries() =>
        from line in MarkdownPage.Of("docs/decisions/README.md").Lines
        where line.StartsWith("- ", StringComparison.Ordinal)
        select Entry().Match(line);

    private static string Title(MarkdownPage record) => Number().Replace(record.Lines[0], "");

    [GeneratedRegex(@"^# \d+\.? ")]
    private static partial Regex Number();

    [GeneratedRegex(@"^\*\*Superseded\*\* (?:in part )?by \[\d{4}\]\((?<by>[^)]+)\)")]
    private static partial Regex Mark();

    [GeneratedRegex(@"^- \[\d{4}\]\((?<file>\d{4}-[\w-]+\.md)\) (?<title>.+?)(?: \*\*Superseded\*\* (?:in part )?by \[\d{4}\]\((?<by>[^)]+)\)\.?)?$")]
    private static partial Regex Entry();
}
