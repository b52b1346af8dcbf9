using System.Text.Encodings.Web;
using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace Cadenza.Domain.Expressions.Liquid;

/// <summary><c>{% for name in list %}</c>, each round of which is a step.</summary>
internal sealed class LiquidLoop(LiquidLoopSlots slots, Expression source, LiquidLoopPart part, IReadOnlyList<Statement> body, IReadOnlyList<Statement>? otherwise)
    : Statement
{
    public override ValueTask<Completion> WriteToAsync(TextWriter writer, TextEncoder encoder, TemplateContext context)
    {
        var (output, rendering) = ((LiquidWriter)writer, (LiquidContext)context);
        rendering.Charge(0);
        rendering.Missing = null;
        var items = ItemsOf(source.Now(rendering), rendering);
        rendering.WarnOfMissing();
        var first = Math.Min(part.OffsetNow(rendering), items.Count);
        var count = part.CountNow(items.Count - first, rendering);
        if (count == 0)
        {
            return new ValueTask<Completion>(otherwise?.Write(output, encoder, rendering) ?? Completion.Normal);
        }

        var (item, loop, parent) = (rendering.Locals[slots.Item], rendering.Locals[slots.Loop], rendering.Locals[slots.ParentLoop]);
        Run(items, first, count, output, encoder, rendering);
        (rendering.Locals[slots.Item], rendering.Locals[slots.Loop], rendering.Locals[slots.ParentLoop]) = (item, loop, parent);
        return new ValueTask<Completion>(Completion.Normal);
    }

    private void Run(IReadOnlyList<FluidValue> items, int first, int count, LiquidWriter output, TextEncoder encoder, LiquidContext context)
    {
        var state = new ForLoopValue { Length = count };
        context.Locals[slots.ParentLoop] = context.Locals[slots.Loop];
        context.Locals[slots.Loop] = state;
        for (var i = 0; i < count; i++)
        {
            context.Charge(0);
            context.Locals[slots.Item] = items[part.IsReversed ? first + count - 1 - i : first + i];
            (state.Index, state.Index0, state.RIndex, state.RIndex0) = (i + 1, i, count - i, count - i - 1);
            (state.First, state.Last) = (i == 0, i == count - 1);
            if (body.Write(output, encoder, context) == Completion.Break) return;
        }
    }

    private static IReadOnlyList<FluidValue> ItemsOf(FluidValue value, LiquidContext context)
    {
        if (value is ArrayValue array) return array.Values;
        if (value is not DictionaryValue) return value.IsNil() || value.ToStringValue().Length == 0 ? [] : [value];
        context.Charge(LiquidValues.Weigh(value));
        return [.. value.Enumerate(context)];
    }
}

/// <summary>Where a loop keeps its variables.</summary>
/// <param name="Item">The element.</param>
/// <param name="Loop"><c>forloop</c>.</param>
/// <param name="ParentLoop"><c>parentloop</c>.</param>
internal readonly record struct LiquidLoopSlots(int Item, int Loop, int ParentLoop);

/// <summary>Which elements of its list a loop takes.</summary>
/// <param name="Offset">How many it leaves out at the start; null for none.</param>
/// <param name="Limit">How many it takes at most; null for all.</param>
/// <param name="IsReversed">Whether it begins with the last.</param>
internal sealed record LiquidLoopPart(Expression? Offset, Expression? Limit, bool IsReversed)
{
    public int OffsetNow(LiquidContext context) => Offset is null ? 0 : Number(Offset, context);

    public int CountNow(int available, LiquidContext context) => Limit is null ? available : Math.Min(available, Number(Limit, context));

    private static int Number(Expression expression, LiquidContext context) =>
        (int)Math.Clamp(expression.Now(context).ToNumberValue(), 0, int.MaxValue);
}
