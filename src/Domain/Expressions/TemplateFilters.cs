using System.Globalization;
using System.Text.RegularExpressions;

namespace Cadenza.Domain.Expressions;

/// <summary>The filters there are, by name; <c>url_encode</c> and <c>urlEncode</c> are the same.</summary>
internal static partial class TemplateFilters
{
    private const string IsoTime = "yyyy-MM-ddTHH:mm:ss.fffzzz";
    private const int MaxFormat = 64;

    private static readonly string[] Names = ["default", "upper", "lower", "capitalize", "date", "number", "json", "url_encode", "safe"];

    /// <summary>The filter of that name, or null with the reason when the name or its arguments are wrong.</summary>
    public static TemplateFilter? Create(string name, IReadOnlyList<string> arguments, out string? problem)
    {
        var known = Array.Find(Names, known => VariableName.AreEqual(known, name));
        problem = known is null
            ? $"There is no filter '{name}'; known: {string.Join(", ", Names)}"
            : arguments.Count > MostArguments(known) ? $"The filter '{known}' takes fewer arguments" : null;
        return problem is null ? Create(known!, arguments.ElementAtOrDefault(0), arguments.ElementAtOrDefault(1), out problem) : null;
    }

    private static int MostArguments(string name) => name switch
    {
        "date" => 2,
        "default" or "number" => 1,
        _ => 0,
    };

    private static TemplateFilter? Create(string name, string? first, string? second, out string? problem)
    {
        problem = null;
        switch (name)
        {
            case "default" when first is null:
                problem = "The filter 'default' needs a text, as in | default: \"there\"";
                return null;
            case "default": return new TemplateFilter.Default(first);
            case "upper": return new TemplateFilter.Text(name, text => text.ToUpperInvariant());
            case "lower": return new TemplateFilter.Text(name, text => text.ToLowerInvariant());
            case "capitalize": return new TemplateFilter.Text(name, Capitalize);
            case "url_encode": return new TemplateFilter.Text(name, EncodeForUrl);
            case "json": return new TemplateFilter.Json();
            case "safe": return new TemplateFilter.Safe();
            case "number": return Number(first, out problem);
            default: return Date(first, second, out problem);
        }
    }

    private static TemplateFilter.Number? Number(string? format, out string? problem)
    {
        problem = null;
        if (format is null) return new TemplateFilter.Number(null);
        if (int.TryParse(format, NumberStyles.None, CultureInfo.InvariantCulture, out var decimals) && format != "0" && format.Length <= 2)
        {
            if (decimals <= 20) return new TemplateFilter.Number("F" + decimals.ToString(CultureInfo.InvariantCulture));
        }
        else if (format == "0") return new TemplateFilter.Number("F0");
        else if (NumberPattern().IsMatch(format)) return new TemplateFilter.Number(format);
        problem = "The filter 'number' takes a count of decimals up to 20, as in | number: 2, or a pattern of # 0 , . %, as in | number: \"#,##0.00\"";
        return null;
    }

    private static TemplateFilter.Date? Date(string? format, string? zone, out string? problem)
    {
        problem = null;
        var isStrftime = format?.Contains('%', StringComparison.Ordinal) == true;
        var pattern = format is { Length: > 0 } ? format.Length == 1 ? "%" + format : format : IsoTime;
        if (pattern.Length > MaxFormat || !(isStrftime ? Strftime.CanFormat(pattern) : CanFormat(pattern)))
        {
            problem = $"'{(pattern.Length > MaxFormat ? pattern[..MaxFormat] + "…" : pattern)}' is no format of dates; one is \"yyyy-MM-dd HH:mm\", another \"%Y-%m-%d %H:%M\"";
            return null;
        }

        if (zone is null) return new TemplateFilter.Date(pattern, isStrftime, null);
        if (TimeZones.TryFind(zone, out var found)) return new TemplateFilter.Date(pattern, isStrftime, found);
        problem = "The filter 'date' needs an IANA time zone, as in | date: \"HH:mm\", \"Europe/Berlin\"";
        return null;
    }

    private static bool CanFormat(string format)
    {
        try
        {
            return DateTimeOffset.UnixEpoch.ToString(format, CultureInfo.InvariantCulture).Length > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string Capitalize(string text) =>
        text.Length == 0 ? text : string.Concat(text[..1].ToUpperInvariant(), text[1..].ToLowerInvariant());

    // Half of a surrogate pair cannot be encoded; it is left out as a broken character is elsewhere.
    private static string EncodeForUrl(string text) => Uri.EscapeDataString(text);

    [GeneratedRegex(@"^[#0,.% ]{1,32}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex NumberPattern();
}
