using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Fluid;

namespace Cadenza.Domain.Expressions.Liquid;

/// <summary>The filters there are: those of Liquid as Fluid has them, and today's under the names they always had.</summary>
internal static class LiquidFilters
{
    // What Fluid has beyond Liquid is left out: format_string pads to any length, hashes and colors are no business of a mail.
    private static readonly string[] Standard =
    [
        "abs", "append", "at_least", "at_most", "base64_decode", "base64_encode", "base64_url_safe_decode", "base64_url_safe_encode",
        "ceil", "compact", "concat", "divided_by", "downcase", "escape", "escape_once", "find", "find_index", "first", "floor", "has",
        "join", "last", "lstrip", "map", "minus", "modulo", "plus", "prepend", "reject", "remove", "remove_first",
        "remove_last", "replace", "replace_first", "replace_last", "reverse", "round", "rstrip", "size", "slice", "sort", "sort_natural",
        "split", "strip", "strip_html", "strip_newlines", "times", "truncate", "truncatewords", "uniq", "upcase", "url_decode", "where",
    ];

    private static readonly string[] OfValues = ["capitalize", "date", "json", "number", "url_encode"];

    private static readonly FrozenDictionary<string, LiquidFilter> Known = All().ToFrozenDictionary(filter => Normalized(filter.Name), StringComparer.Ordinal);

    /// <summary>What all renderings have in common. Nothing is reached through it: no file, no clock, no member of a type.</summary>
    public static TemplateOptions Options { get; } = new()
    {
        MaxSteps = LiquidLimits.MaxSteps,
        MaxRecursion = LiquidLimits.MaxDepth,
        CultureInfo = CultureInfo.InvariantCulture,
        TimeZone = TimeZoneInfo.Utc,
        // Asked by Fluid for the words "now" and "today", which are no times here.
        Now = static () => DateTimeOffset.UnixEpoch,
    };

    /// <summary>Their names, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Values.Select(filter => filter.Name).Order(StringComparer.Ordinal)];

    /// <summary>The filter of that name; <c>url_encode</c> and <c>urlEncode</c> are the same.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out LiquidFilter? filter) => Known.TryGetValue(Normalized(name), out filter);

    private static string Normalized(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    private static IEnumerable<LiquidFilter> All() =>
    [
        .. Standard.Select(name => new LiquidFilter.Standard(name, Delegate(name))),
        new LiquidFilter.Standard("upper", Delegate("upcase")),
        new LiquidFilter.Standard("lower", Delegate("downcase")),
        .. OfValues.Select(name => new LiquidFilter.OfValues(name)),
        new LiquidFilter.Default("default"),
        new LiquidFilter.LineBreaks("newline_to_br"),
        new LiquidFilter.Sum("sum"),
        new LiquidFilter.Safe("raw"),
        new LiquidFilter.Safe("safe"),
    ];

    private static FilterDelegate Delegate(string name) =>
        new TemplateOptions().Filters.TryGetValue(name, out var filter) ? LiquidCuts.Between(name, filter) : throw new InvalidOperationException($"Fluid has no filter '{name}'.");
}
