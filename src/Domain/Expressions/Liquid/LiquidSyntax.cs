using System.Globalization;
using Fluid.Ast;

namespace Cadenza.Domain.Expressions.Liquid;

/// <summary>What is checked of a piece of a template as soon as it is read, while its place is known.</summary>
internal static class LiquidSyntax
{
    /// <summary>Checks the filters of an expression.</summary>
    /// <exception cref="TemplateSyntaxException">There are too many, one is unknown, or its arguments are wrong.</exception>
    public static void Check(Expression expression, string text, int start)
    {
        var count = 0;
        for (var at = expression; at is FilterExpression filter; at = filter.Input)
        {
            if (++count > LiquidLimits.MaxFilters) throw Fail(
                text, start, string.Create(CultureInfo.InvariantCulture, $"A value may have at most {LiquidLimits.MaxFilters} filters"));
            if (!LiquidFilters.TryFind(filter.Name, out var known)) throw Fail(
                text, PlaceOf(filter.Name, text, start), $"There is no filter '{filter.Name}'; known: {string.Join(", ", LiquidFilters.Names)}");
            if (LiquidFilterCall.ConstantsOf(filter.Parameters) is { } arguments && known.Fault(arguments) is { } fault)
                throw Fail(text, PlaceOf(filter.Name, text, start), fault);
            expression = filter.Input;
        }

        CheckJoined(expression, text, start);
    }

    /// <summary>Checks the condition of a tag.</summary>
    /// <exception cref="TemplateSyntaxException">It joins too many, or the tag asks for something that there is not.</exception>
    public static void Check(Statement statement, string text, int start)
    {
        switch (statement)
        {
            case IfStatement branch:
                CheckJoined(branch.Condition, text, start);
                foreach (var other in branch.ElseIfs) CheckJoined(other.Condition, text, start);
                break;
            case UnlessStatement unless:
                CheckJoined(unless.Condition, text, start);
                break;
            case ForStatement { OffsetIsContinue: true }:
                throw Fail(text, start, "A loop cannot go on where another ended: 'offset: continue' is not known");
        }
    }

    /// <summary>A fault at a place.</summary>
    public static TemplateSyntaxException Fail(string text, int offset, string message) =>
        new(TemplateError.At(text, Math.Clamp(offset, 0, text.Length), message.TrimEnd('.')));

    /// <summary>Why the parser stopped before the end.</summary>
    public static string Unfinished(string text, int offset) =>
        text.AsSpan(Math.Min(offset, text.Length)).StartsWith("{{") ? "{{ is not closed with }}"
        : text.AsSpan(Math.Min(offset, text.Length)).StartsWith("{%") ? "The tag opens nothing that is known, or closes what was not opened"
        : "Expected a value, a tag or text";

    private static void CheckJoined(Expression? condition, string text, int start)
    {
        var count = 1;
        while (condition is BinaryExpression joined)
        {
            if (++count > LiquidLimits.MaxJoined) throw Fail(
                text, start, string.Create(CultureInfo.InvariantCulture, $"A condition may join at most {LiquidLimits.MaxJoined} comparisons"));
            condition = joined.Right;
        }
    }

    // The first time that the name stands behind a bar.
    private static int PlaceOf(string name, string text, int start)
    {
        for (var bar = text.IndexOf('|', start); bar >= 0; bar = text.IndexOf('|', bar + 1))
        {
            var at = bar + 1;
            while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
            if (text.AsSpan(at).StartsWith(name, StringComparison.Ordinal)) return at;
        }

        return start;
    }
}
