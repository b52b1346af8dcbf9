using System.Text.RegularExpressions;

namespace Cadenza.Domain.Expressions.Liquid;

/// <summary>What the parser has against a text, for its author: Fluid's own words speak of its options and of identifiers.</summary>
internal static partial class LiquidWords
{
    /// <summary>The sentence for one of Fluid's; null for one that is not known, which nobody but its authors may understand.</summary>
    public static string? Of(string fluid) =>
        fluid.Contains("AllowParentheses", StringComparison.Ordinal) ? "Conditions are joined without parentheses"
        : fluid.Contains("AllowFunctions", StringComparison.Ordinal) ? "Messages have no functions to call; a filter is written behind |"
        : fluid switch
        {
            "A value was expected" => "Expected a value",
            "An identifier was expected after the '|' sign" => "Expected the name of a filter behind |",
            "An identifier was expected after '{%'" => "Expected the name of a tag behind {%",
            "End of tag '}}' was expected" => "Expected }}, or a filter behind |",
            "End of tag '%}' was expected" => "Expected %}",
            "'=' was expected after the identifier of 'assign'" => "Expected = behind the name in 'assign'",
            "Invalid inline comment tag" => "Expected %} behind the comment",
            "Not end tag found for {% raw %}" => "Expected {% endraw %}",
            _ => OfTag(fluid),
        };

    private static string? OfTag(string fluid) =>
        NameOfTag(MissingEnd(), fluid) is { } end ? $"Expected {{% {end} %}}"
        : NameOfTag(MissingName(), fluid) is { } nameless ? $"Expected a name behind '{nameless}'"
        : NameOfTag(Invalid(), fluid) is { } invalid ? $"The tag '{invalid}' is not complete, or has something in it that is not known"
        : NameOfTag(Unknown(), fluid) is { } unknown ? $"There is no tag '{unknown}', or no block before it that it belongs to"
        : null;

    private static string? NameOfTag(Regex form, string fluid) => form.Match(fluid) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^'\{% (\w+) %\}' was expected$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex MissingEnd();

    [GeneratedRegex(@"^An identifier was expected after the '(\w+)' tag$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex MissingName();

    [GeneratedRegex(@"^Invalid '(\w+)' tag$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Invalid();

    [GeneratedRegex(@"^Unknown tag '(\w+)'", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Unknown();
}
