namespace Cadenza.Domain.Flows.Targeting;

/// <summary>Why a text is no targeting expression (E5): where, what would have been right, and what is there.</summary>
/// <param name="Position">The offset in the text, from 0, in UTF-16 units.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in the line, from 1.</param>
/// <param name="Expected">What would have been right there.</param>
/// <param name="Found">What is there.</param>
public sealed record TargetingFault(int Position, int Line, int Column, string Expected, string Found)
{
    private const int MaxShown = 40;

    /// <summary>The rest of a sentence about the expression.</summary>
    public string Message => $"is not a targeting expression at line {Line}, column {Column}: expected {Expected}, found {Found}";

    /// <summary>A fault at an offset of a text.</summary>
    internal static TargetingFault At(string text, int position, string expected, string? found = null)
    {
        var before = text.AsSpan(0, position);
        var line = before.Count('\n') + 1;
        var column = position - (before.LastIndexOf('\n') + 1) + 1;
        return new TargetingFault(position, line, column, expected, found ?? Shown(text, position));
    }

    private static string Shown(string text, int position)
    {
        var end = position;
        while (end < text.Length && end - position < MaxShown && !char.IsWhiteSpace(text[end])) end++;
        if (end == position) return position >= text.Length ? "the end" : "a space";
        if (end < text.Length && char.IsHighSurrogate(text[end - 1])) end--;
        return $"'{text[position..end]}'";
    }
}
