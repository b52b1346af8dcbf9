using System.Numerics;
using Fluid;
using Fluid.Values;

namespace Cadenza.Domain.Expressions.Liquid;

/// <summary>
/// Counts what Fluid's filters will do before they do it. Most look at their input once, which is counted when it is evaluated;
/// these take longer, or make more of it.
/// </summary>
internal static class LiquidGuards
{
    /// <exception cref="LiquidFaultException">It would take too long, or become too much.</exception>
    public static void Check(string name, FluidValue input, FilterArguments arguments, LiquidContext context)
    {
        var weight = LiquidValues.Weigh(input);
        for (var i = 0; i < arguments.Count; i++) weight += LiquidValues.Weigh(arguments.At(i));
        context.Charge(weight);
        switch (name)
        {
            case "replace":
                CheckNeedle(arguments);
                CheckLength(input.ToStringValue().Length + (Occurrences(input.ToStringValue(), arguments.At(0).ToStringValue()) * arguments.At(1).ToStringValue().Length));
                break;
            case "remove" or "remove_first" or "remove_last" or "replace_first" or "replace_last" or "split":
                CheckNeedle(arguments);
                break;
            case "join":
                CheckLength(weight + (CountOf(input) * arguments.At(0).ToStringValue().Length));
                break;
            case "sort" or "sort_natural":
                context.Charge(weight * BitOperations.Log2((uint)CountOf(input) + 1));
                break;
            case "uniq":
                // Lists and objects of a list may all have one hash; each is then compared with each.
                if (input is ArrayValue list && list.Values.Any(item => item is ArrayValue or DictionaryValue)) context.Charge(weight * list.Values.Count);
                break;
            case "where" or "reject" or "find" or "find_index" or "has":
                context.Charge(CountOf(input) * LiquidValues.Weigh(arguments.At(1)));
                break;
        }
    }

    private static long CountOf(FluidValue value) => value is ArrayValue list ? list.Values.Count : 1;

    private static void CheckNeedle(FilterArguments arguments)
    {
        if (arguments.At(0).ToStringValue().Length > LiquidLimits.MaxNeedle) throw LiquidLimits.NeedleTooLong();
    }

    private static void CheckLength(long length)
    {
        if (length > Template.DefaultMaxLength) throw LiquidLimits.TooLong(Template.DefaultMaxLength);
    }

    private static long Occurrences(string text, string part)
    {
        if (part.Length == 0) return 0;
        var count = 0L;
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal)) count++;
        return count;
    }
}
