using System.Globalization;

namespace Cadenza.LocalHost.Timers;

/// <summary>One field of a cron expression: the set of values it allows, up to 63.</summary>
/// <param name="name">For messages.</param>
/// <param name="min">The least value.</param>
/// <param name="max">The greatest value.</param>
/// <param name="words">Names of values from <paramref name="min"/> on, three letters each.</param>
internal sealed class CronField(string name, int min, int max, params string[] words)
{
    public static readonly CronField Second = new("second", 0, 59);
    public static readonly CronField Minute = new("minute", 0, 59);
    public static readonly CronField Hour = new("hour", 0, 23);
    public static readonly CronField Day = new("day", 1, 31);
    public static readonly CronField Month = new("month", 1, 12, "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    public static readonly CronField DayOfWeek = new("day-of-week", 0, 6, "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    /// <summary>Bit n is set when value n is allowed.</summary>
    /// <exception cref="FormatException">The text is not a list of values, ranges and steps in range.</exception>
    public ulong Parse(string text) => text.Split(',').Aggregate(0UL, (set, item) => set | Item(item));

    private ulong Item(string item)
    {
        var slash = item.IndexOf('/', StringComparison.Ordinal);
        var range = slash < 0 ? item : item[..slash];
        var step = slash < 0 ? 1 : Step(item[(slash + 1)..]);
        var dash = range.IndexOf('-', StringComparison.Ordinal);
        var (first, last) = range == "*" ? (min, max)
            : dash > 0 ? (Value(range[..dash]), Value(range[(dash + 1)..]))
            : (Value(range), slash < 0 ? Value(range) : max);
        if (first > last) throw Fault($"range {range} runs backwards");

        var set = 0UL;
        for (var value = first; value <= last; value += step) set |= 1UL << value;
        return set;
    }

    private int Value(string text)
    {
        var named = Array.FindIndex(words, word => text.StartsWith(word, StringComparison.OrdinalIgnoreCase));
        if (named >= 0) return min + named;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw Fault($"'{text}' is not a value from {min} to {max}");
    }

    private int Step(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var step) && step > 0 ? step : throw Fault($"'{text}' is not a step");

    private FormatException Fault(string what) => new($"in the {name} field, {what}");
}
