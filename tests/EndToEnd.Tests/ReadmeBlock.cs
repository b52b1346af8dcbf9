using System.Text.Json;

namespace Cadenza.EndToEnd.Tests;

/// <summary>Commands that README shows.</summary>
/// <param name="Line">The line they begin at.</param>
/// <param name="Commands">The commands.</param>
/// <param name="WhyNotRun">Why they are not run, as a comment in front of them says; null when they are.</param>
/// <param name="Answer">The JSON that follows them: what the last one answers in the end.</param>
internal sealed record ReadmeBlock(int Line, string Commands, string? WhyNotRun, JsonElement? Answer)
{
    private const string Fence = "```";
    private const string NotRun = "<!-- Not run by the test of this page: ";
    private const string CommentEnd = " -->";

    /// <summary>All blocks of shell commands of a page, in their order.</summary>
    public static IReadOnlyList<ReadmeBlock> Read(string path)
    {
        var blocks = new List<ReadmeBlock>();
        var lines = File.ReadAllLines(path);
        string? reason = null;
        var mayAnswer = false;
        for (var at = 0; at < lines.Length; at++)
        {
            if (lines[at].StartsWith(NotRun, StringComparison.Ordinal)) reason = lines[at][NotRun.Length..^CommentEnd.Length];
            if (!lines[at].StartsWith(Fence, StringComparison.Ordinal))
            {
                // An answer follows its commands with nothing between them.
                mayAnswer &= lines[at].Length == 0;
                continue;
            }

            var (language, begin) = (lines[at][Fence.Length..], at + 1);
            while (lines[++at] != Fence)
            {
                // The rest of the block.
            }

            var text = string.Join('\n', lines[begin..at]);
            if (language == "sh") blocks.Add(new ReadmeBlock(begin, text, reason, null));
            else if (language == "json" && mayAnswer) blocks[^1] = blocks[^1] with { Answer = JsonDocument.Parse(text).RootElement };
            else throw new InvalidOperationException($"{path}, line {begin}: a block of '{language}' that is neither commands nor their answer.");
            mayAnswer = language == "sh";
            reason = null;
        }

        return blocks;
    }

    /// <inheritdoc/>
    public override string ToString() => $"README.md, line {Line}";
}
