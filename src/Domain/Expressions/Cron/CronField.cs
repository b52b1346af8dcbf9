using System.Globalization;
using System.Text.RegularExpressions;
using Cronos;

namespace Cadenza.Domain.Expressions.Cron;

/// <summary>One of the five fields. Cronos reads it; what our authors may write beyond Cronos is put in its words before.</summary>
/// <param name="Name">What it is called in a fault.</param>
/// <param name="Probe">An expression of which the field is the only one that is restricted.</param>
/// <param name="Least">The smallest number.</param>
/// <param name="Most">The largest number.</param>
/// <param name="Count">How many different numbers there are.</param>
/// <param name="Names">Names of the numbers from <paramref name="Least"/> on.</param>
/// <param name="Others">What else there is to write, for a fault.</param>
internal sealed partial record CronField(string Name, string Probe, int Least, int Most, int Count, string[] Names, string Others = "")
{
    private static readonly string[] None = [];

    /// <summary>Minute, hour, day of month, month and day of week.</summary>
    public static readonly CronField[] All =
    [
        new("minute", "{0} * * * *", 0, 59, 60, None),
        new("hour", "* {0} * * *", 0, 23, 24, None),
        new("day of month", "* * {0} * *", 1, 31, 31, None, ", L (the last), L-3 (three before it) or 15W (the weekday next to it)"),
        new("month", "* * * {0} *", 1, 12, 12, ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]),
        // 7 is Sunday once more.
        new("day of week", "* * * * {0}", 0, 7, 7, ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"], ", FRIL (the last) or MON#2 (the second)"),
    ];

    /// <summary>Whether a text of the field, that is not empty, restricts nothing or begins as if it did not.</summary>
    public static bool IsStar(string text) => text[0] is '*' or '?';

    /// <summary>The field as Cronos reads it; or what is wrong with it.</summary>
    public bool TryRead(string text, out string read, out string? fault)
    {
        var parts = text.Split(',');
        read = string.Join(',', parts.Select(part => Translate(part, isListed: parts.Length > 1)));
        fault = parts.Select(part => PartFault(part, parts.Length > 1)).FirstOrDefault(wrong => wrong is not null)
            ?? (IsRead(read) ? null : Wrong(text, "L, W and # stand by themselves"));
        return fault is null;
    }

    /// <summary>What is wrong with a step that goes beyond the field, of a text that was read; null when none does.</summary>
    public string? StepFault(string text) => text.Split(',')
        .Where(part => Step(Pattern().Match(part)) > Count)
        .Select(part => Wrong(part, string.Create(CultureInfo.InvariantCulture, $"a step is at most {Count}, for there are no more numbers")))
        .FirstOrDefault();

    private string? PartFault(string part, bool isListed)
    {
        var match = Pattern().Match(part);
        if (Number(match.Groups["from"].Value) is { } from && Number(match.Groups["to"].Value) is { } to && from > to && !IsToSunday(to))
            return Wrong(part, "a range goes from the smaller to the larger");
        if (IsRead(Translate(part, isListed))) return null;
        var slash = part.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && IsRead(part[..slash]) ? Wrong(part, "a step is a number from 1") : Wrong(part, $"expected {Describe()}");
    }

    // Cronos takes no star in a list, no more than two digits, and no step beyond the field: then it is the first number alone.
    private string Translate(string part, bool isListed)
    {
        var match = Pattern().Match(part);
        if (!match.Success) return part;
        var isStar = IsStar(part);
        var range = isStar ? string.Create(CultureInfo.InvariantCulture, $"{Least}-{Most}") : Plain(match);
        if (Step(match) is not { } step) return isStar && !isListed ? part : range;
        if (step > Most && IsRead(range)) return range.Split('-')[0];
        return step == 0 ? part : string.Create(CultureInfo.InvariantCulture, $"{range}/{step}");
    }

    private string Plain(Match match)
    {
        var from = LeadingZeros().Replace(match.Groups["from"].Value, "");
        if (match.Groups["to"] is not { Success: true } to) return from;
        var isOverTheEnd = Number(to.Value) is { } last && IsToSunday(last) && Number(from) > 0;
        return from + "-" + (isOverTheEnd ? Most.ToString(CultureInfo.InvariantCulture) : LeadingZeros().Replace(to.Value, ""));
    }

    private bool IsRead(string text) => CronExpression.TryParse(string.Format(CultureInfo.InvariantCulture, Probe, text), out _);

    private int? Number(string text)
    {
        var named = Array.FindIndex(Names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        return named >= 0 ? named + Least : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    // Friday to Sunday is 5-7, whatever number Sunday was given.
    private bool IsToSunday(int to) => to == 0 && Count == 7;

    private static int? Step(Match match) =>
        match.Groups["step"] is { Success: true } step ? int.Parse(step.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : null;

    private string Describe() => Names.Length == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Least} to {Most}{Others}")
        : string.Create(CultureInfo.InvariantCulture, $"{Least} to {Most} or {Names[0]} to {Names[^1]}{Others}");

    private string Wrong(string part, string why) => $"'{(part.Length > 20 ? part[..20] + "…" : part)}' is no {Name}: {why}.";

    [GeneratedRegex(@"\A(?<range>[*?]|(?<from>[0-9]{1,4}|[A-Za-z]{3})(-(?<to>[0-9]{1,4}|[A-Za-z]{3}))?)(/(?<step>[0-9]{1,4}))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();

    [GeneratedRegex("(?<![0-9])0+(?=[0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex LeadingZeros();
}
