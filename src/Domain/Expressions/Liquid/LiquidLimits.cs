using System.Globalization;

namespace Cadenza.Domain.Expressions.Liquid;

/// <summary>
/// How far one template may go. Fluid counts statements alone; what a value weighs is counted here too, so that a step bounds
/// time and memory whatever is done in it.
/// </summary>
internal static class LiquidLimits
{
    /// <summary>The most steps of one rendering: a statement, a round of a loop, an evaluation, or so many characters looked at.</summary>
    public const int MaxSteps = 100_000;

    /// <summary>How many characters count as one step; an element of a list counts as a few.</summary>
    public const int CharactersPerStep = 64;

    /// <summary>What an element of a list weighs besides its text.</summary>
    public const int ElementWeight = 16;

    /// <summary>The most blocks, brackets and expressions within each other.</summary>
    public const int MaxDepth = 32;

    /// <summary>The most tags, values and arguments of one template, so that reading it ends soon.</summary>
    public const int MaxParts = 10_000;

    /// <summary>The most comparisons joined by <c>and</c> and <c>or</c> in one condition.</summary>
    public const int MaxJoined = 32;

    /// <summary>The most filters on one value.</summary>
    public const int MaxFilters = 16;

    /// <summary>The most numbers of a range such as <c>(1..10)</c>.</summary>
    public const int MaxRange = 10_000;

    /// <summary>The longest text that is looked for within another: looking for it takes as long as both multiplied.</summary>
    public const int MaxNeedle = 1000;

    public static LiquidFaultException TooManySteps() => new(MessageFaultKind.TooMuchWork, string.Create(
        CultureInfo.InvariantCulture, $"The template takes more than {MaxSteps} steps."));

    public static LiquidFaultException TooLong(int max) => new(MessageFaultKind.TooLong, string.Create(
        CultureInfo.InvariantCulture, $"The text is longer than {max} characters once its variables are filled in."));

    public static LiquidFaultException RangeTooLong() => new(MessageFaultKind.TooMuchWork, string.Create(
        CultureInfo.InvariantCulture, $"A range may have at most {MaxRange} numbers."));

    public static LiquidFaultException NeedleTooLong() => new(MessageFaultKind.TooMuchWork, string.Create(
        CultureInfo.InvariantCulture, $"A text of at most {MaxNeedle} characters can be looked for in another."));
}
