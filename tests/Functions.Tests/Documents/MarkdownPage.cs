using System.Text.RegularExpressions;

namespace Cadenza.Functions.Tests.Documents;

/// <summary>A page of the documentation. What stands in fences of code is not looked at.</summary>
internal sealed partial class MarkdownPage
{
    private readonly string[] _lines;

    private MarkdownPage(string path)
    {
        Path = path;
        var fenced = false;
        _lines = [.. File.ReadAllLines(SourceTree.Path(path)).Select(line =>
        {
            var isFence = line.StartsWith("```", StringComparison.Ordinal);
            if (isFence) fenced = !fenced;
            return fenced || isFence ? "" : line;
        })];
    }

    /// <summary>Where it is, from the root of the clone.</summary>
    public string Path { get; }

    /// <summary>All pages: those at the root and those of <c>docs</c>.</summary>
    public static IEnumerable<MarkdownPage> All() =>
        from file in Directory.EnumerateFiles(SourceTree.Root, "*.md").Concat(Directory.EnumerateFiles(SourceTree.Path("docs"), "*.md", SearchOption.AllDirectories))
        select Of(System.IO.Path.GetRelativePath(SourceTree.Root, file).Replace('\\', '/'));

    /// <summary>One page.</summary>
    public static MarkdownPage Of(string path) => new(path);

    /// <summary>Its lines, those of code being empty.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>What it links to within the clone, with the words of the link.</summary>
    public IEnumerable<(string Words, string Target)> Links() =>
        from line in _lines
        from Match link in Link().Matches(line)
        where link.Groups["target"].Success
        let target = link.Groups["target"].Value
        where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
        select (link.Groups["words"].Value, target);

    /// <summary>The cells of each row of its tables, rows of dashes and their headings aside.</summary>
    public IEnumerable<string[]> Rows() => _lines.Index()
        .Where(line => line.Item.StartsWith("| ", StringComparison.Ordinal) && !IsRule(line.Index) && !IsRule(line.Index + 1))
        .Select(line => line.Item.Trim().Trim('|').Split(" | ").Select(cell => cell.Trim()).ToArray());

    /// <summary>The places that a link with <c>#</c> can lead to, as GitHub makes them of headings.</summary>
    public IReadOnlySet<string> Anchors()
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in _lines.Where(line => line.StartsWith('#')))
        {
            var heading = NotInAnchors().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');
            for (var (anchor, again) = (heading, 1); !anchors.Add(anchor); anchor = $"{heading}-{again++}")
            {
                // The next number.
            }
        }

        return anchors;
    }

    /// <summary>What stands between the quotes of code in a text: <c>`SendGate`, `Contact`</c>.</summary>
    public static IEnumerable<string> Code(string text) => from Match code in InQuotes().Matches(text) select code.Groups[1].Value;

    private bool IsRule(int line) => line < _lines.Length && _lines[line].StartsWith("|-", StringComparison.Ordinal);

    // What stands in code is passed over, but where it is all the words of a link.
    [GeneratedRegex(@"(?<!\[)`[^`]*`|\[(?<words>`[^`]*`|[^\]`\[]*)\]\((?<target>[^()\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex InQuotes();
}
