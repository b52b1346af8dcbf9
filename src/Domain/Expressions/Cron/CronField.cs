using System.Globalization;

namespace Cadenza.Domain.Expressions.Cron;

/// <summary>One of the five fields: which numbers it takes, and the names some of them have.</summary>
/// <param name="Name">What it is called in a fault.</param>
/// <param name="Least">The smallest number.</param>
/// <param name="Most">The largest number.</param>
/// <param name="Names">Names of the numbers from <paramref name="FirstNamed"/> on.</param>
/// <param name="FirstNamed">The number of the first name.</param>
internal sealed record CronField(string Name, int Least, int Most, string[] Names, int FirstNamed = 0)
{
    private static readonly string[] None = [];
    private static readonly string[] MonthNames = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] DayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    public static readonly CronField Minute = new("minute", 0, 59, None);
    public static readonly CronField Hour = new("hour", 0, 23, None);
    public static readonly CronField DayOfMonth = new("day of month", 1, 31, None);
    public static readonly CronField Month = new("month", 1, 12, MonthNames, 1);

    // 7 is Sunday once more.
    public static readonly CronField DayOfWeek = new("day of week", 0, 7, DayNames);

    /// <summary>The numbers that a text stands for, as bits; or what is wrong with it.</summary>
    public bool TryParse(string text, out ulong bits, out string? fault)
    {
        (bits, fault) = (0, null);
        foreach (var part in text.Split(','))
        {
            fault = AddPart(part, ref bits);
            if (fault is not null) return false;
        }

        return true;
    }

    /// <summary>What is wrong with a step that goes beyond the field, of a text that was read; null when none does.</summary>
    public string? StepFault(string text)
    {
        foreach (var part in text.Split(','))
        {
            var slash = part.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0 || !TryParseDigits(part[(slash + 1)..], out var step) || step <= Count) continue;
            return Wrong(part, string.Create(CultureInfo.InvariantCulture, $"a step is at most {Count}, for there are no more numbers"));
        }

        return null;
    }

    // Sunday has two numbers.
    private int Count => this == DayOfWeek ? 7 : Most - Least + 1;

    private string? AddPart(string part, ref ulong bits)
    {
        var slash = part.IndexOf('/', StringComparison.Ordinal);
        var range = slash < 0 ? part : part[..slash];
        var step = 1;
        if (slash >= 0 && (!TryParseDigits(part[(slash + 1)..], out step) || step == 0)) return Wrong(part, "a step is a number from 1");
        if (FindRange(range, hasStep: slash >= 0) is not var (from, to)) return Wrong(part, $"expected {Describe()}");
        if (from > to) return Wrong(part, "a range goes from the smaller to the larger");
        for (var number = from; number <= to; number += step) bits |= 1UL << number;
        return null;
    }

    // *, 5, 5-9; and 5/10, which goes from 5 to the end.
    private (int From, int To)? FindRange(string range, bool hasStep)
    {
        if (range == "*") return (Least, Most);
        var dash = range.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0) return Find(range) is { } only ? (only, hasStep ? Most : only) : null;
        if (Find(range[..dash]) is not { } from || Find(range[(dash + 1)..]) is not { } to) return null;
        // Friday to Sunday is 5-7, whatever number Sunday was given.
        return (from, to == 0 && from > 0 && this == DayOfWeek ? 7 : to);
    }

    private int? Find(string text)
    {
        var named = Array.FindIndex(Names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (named >= 0) return named + FirstNamed;
        return TryParseDigits(text, out var number) && number >= Least && number <= Most ? number : null;
    }

    private static bool TryParseDigits(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && text.Length <= 4;

    private string Describe() => Names.Length == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Least} to {Most}")
        : string.Create(CultureInfo.InvariantCulture, $"{Least} to {Most} or {Names[0]} to {Names[^1]}");

    private string Wrong(string part, string why) => $"'{(part.Length > 20 ? part[..20] + "…" : part)}' is no {Name}: {why}.";
}
