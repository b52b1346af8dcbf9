using System.Globalization;
using Parlot;
using Parlot.Fluent;

namespace Cadenza.Domain.Expressions.Liquid;

/// <summary>A part of the grammar that can stand within itself: only so deep, since each level takes stack.</summary>
internal sealed class LiquidNested<T>(Parser<T> inner, Action<T, string, int> check) : Parser<T>
{
    public override bool Parse(ParseContext context, ref ParseResult<T> result)
    {
        var ours = (LiquidParseContext)context;
        var start = context.Scanner.Cursor.Offset;
        if (++ours.Depth > LiquidLimits.MaxDepth) throw LiquidSyntax.Fail(
            context.Scanner.Buffer, start, string.Create(CultureInfo.InvariantCulture, $"More than {LiquidLimits.MaxDepth} blocks and brackets stand within each other"));
        if (++ours.Parts > LiquidLimits.MaxParts) throw LiquidSyntax.Fail(
            context.Scanner.Buffer, start, string.Create(CultureInfo.InvariantCulture, $"A template may have at most {LiquidLimits.MaxParts} values and tags"));
        var isRead = inner.Parse(context, ref result);
        ours.Depth--;
        if (isRead) check(result.Value, context.Scanner.Buffer, start);
        return isRead;
    }
}

/// <summary>A tag that Fluid has and messages have not.</summary>
internal sealed class LiquidRefusedTag(string name) : Parser<Fluid.Ast.Statement>
{
    public override bool Parse(ParseContext context, ref ParseResult<Fluid.Ast.Statement> result) => throw LiquidSyntax.Fail(
        context.Scanner.Buffer,
        context.Scanner.Cursor.Offset,
        name is "include" or "render" ? $"There are no other templates that '{name}' could bring in" : $"There is no tag '{name}' in messages");
}
