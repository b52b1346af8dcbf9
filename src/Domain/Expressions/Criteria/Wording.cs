namespace Cadenza.Domain.Expressions.Criteria;

/// <summary>Values and names in sentences: short, whatever they are.</summary>
internal static class Wording
{
    private const int LongestValue = 60;
    private const int LongestReason = 400;

    public static string Quote(in Value value)
    {
        if (Comparison.IsEmpty(value)) return "empty";
        if (value.TextOrNull is { } text) return $"\"{Shorten(text)}\"";
        if (value.Weight <= 1000) return Shorten(value.ToString());
        return value.IsArray ? $"a list of {value.ItemSpan.Length}" : "an object";
    }

    /// <summary>The condition itself: <c>source equals "website"</c>.</summary>
    public static string Sentence(Operand left, ConditionOperator condition, Operand? right, in Value wanted) =>
        right is null ? $"{left.Name} {condition.Name}" : $"{left.Name} {condition.Name} {Quote(wanted)}";

    public static string Shorten(string text) => Cut(text, LongestValue);

    public static string ShortenReason(string reason) => Cut(reason, LongestReason);

    private static string Cut(string text, int most)
    {
        if (text.Length <= most) return text;
        // Not between the halves of one character.
        var end = char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1;
        return text[..end] + "…";
    }
}
