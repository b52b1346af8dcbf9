using Cadenza.Domain.Expressions.Liquid;
using Fluid;
using Fluid.Filters;
using Fluid.Values;

namespace Cadenza.Domain.Expressions;

/// <summary>Formats of times as Liquid has them: <c>%Y-%m-%d</c>, as Fluid reads them.</summary>
internal static class Strftime
{
    private const int MaxWidth = 99;

    /// <summary>Whether the format pads nothing to more than two digits' worth of places.</summary>
    public static bool CanFormat(string format)
    {
        for (var at = format.IndexOf('%', StringComparison.Ordinal); at >= 0 && at < format.Length; at = format.IndexOf('%', at))
        {
            var width = 0;
            for (at++; at < format.Length && (char.IsDigit(format[at]) || format[at] is '^' or '-' or '_' or ':'); at++)
            {
                if (char.IsDigit(format[at])) width = (width * 10) + (format[at] - '0');
                if (width > MaxWidth) return false;
            }

            at++;
            if (at >= format.Length) break;
        }

        return true;
    }

    /// <summary>The time in the format, in English.</summary>
    public static string Format(DateTimeOffset time, string format) =>
        MiscFilters.Date(new DateTimeValue(time), new FilterArguments(new StringValue(format)), new TemplateContext(LiquidFilters.Options)).Now().ToStringValue();
}
