using System.Globalization;
using Fluid;
using Fluid.Values;

namespace Cadenza.Domain.Expressions.Liquid;

/// <summary>
/// Filters that cut texts. Fluid's count UTF-16, and cut an emoji or a letter with its accents in two; these count what a reader
/// takes for one character, and are Fluid's where that is the same.
/// </summary>
internal static class LiquidCuts
{
    // Unicode's own word for it.
    private const char NoCharacter = '\uFFFF';

    /// <summary>The filter of that name, between characters.</summary>
    public static FilterDelegate Between(string name, FilterDelegate fluid) => name switch
    {
        "slice" => (input, arguments, context) => StartsOf(input) is { } starts ? Slice(Characters(input, starts), arguments, fluid, context) : fluid(input, arguments, context),
        "split" => (input, arguments, context) => arguments.At(0).ToStringValue().Length == 0 && StartsOf(input) is { } starts ? Characters(input, starts) : fluid(input, arguments, context),
        "truncate" => (input, arguments, context) => StartsOf(input) is { } starts ? Truncate(input, starts, arguments, fluid, context) : fluid(input, arguments, context),
        _ => fluid,
    };

    // Of a list Fluid takes the elements.
    private static StringValue Slice(ArrayValue characters, FilterArguments arguments, FilterDelegate fluid, TemplateContext context) =>
        new(string.Concat(((ArrayValue)fluid(characters, arguments, context).Now()).Values.Select(character => character.ToStringValue())));

    // Fluid says how many are kept of a text with as many, and what is put behind them.
    private static FluidValue Truncate(FluidValue input, int[] starts, FilterArguments arguments, FilterDelegate fluid, TemplateContext context)
    {
        var whole = new string(NoCharacter, starts.Length);
        var cut = fluid(new StringValue(whole), arguments, context).Now().ToStringValue();
        if (cut == whole) return input;
        var kept = Math.Min(cut.AsSpan().IndexOfAnyExcept(NoCharacter) is >= 0 and var first ? first : cut.Length, starts.Length - 1);
        return new StringValue(string.Concat(input.ToStringValue().AsSpan(0, starts[kept]), cut.AsSpan(kept)));
    }

    private static ArrayValue Characters(FluidValue input, int[] starts)
    {
        var text = input.ToStringValue();
        return new ArrayValue([.. starts.Select((start, at) => (FluidValue)new StringValue(text[start..(at + 1 < starts.Length ? starts[at + 1] : text.Length)]))]);
    }

    // Where each begins; null where each is one unit of UTF-16.
    private static int[]? StartsOf(FluidValue input)
    {
        if (input is not StringValue || System.Text.Ascii.IsValid(input.ToStringValue())) return null;
        var text = input.ToStringValue();
        var starts = StringInfo.ParseCombiningCharacters(text);
        return starts.Length == text.Length ? null : starts;
    }
}
