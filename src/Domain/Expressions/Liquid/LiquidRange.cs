using System.Collections;
using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace Cadenza.Domain.Expressions.Liquid;

/// <summary><c>(1..10)</c>: Fluid makes all the numbers at once, however many.</summary>
internal sealed class LiquidRange(Expression from, Expression to) : Expression
{
    public override ValueTask<FluidValue> EvaluateAsync(TemplateContext context)
    {
        var rendering = (LiquidContext)context;
        rendering.Charge(0);
        var (first, last) = (decimal.Truncate(from.Now(rendering).ToNumberValue()), decimal.Truncate(to.Now(rendering).ToNumberValue()));
        if (last < first) return new ValueTask<FluidValue>(ArrayValue.Empty);
        if (last >= LiquidLimits.MaxRange + first) throw LiquidLimits.RangeTooLong();
        return new ValueTask<FluidValue>(new ArrayValue(new Numbers(first, (int)(last - first) + 1)));
    }

    private sealed class Numbers(decimal first, int count) : IReadOnlyList<FluidValue>
    {
        public int Count => count;

        public FluidValue this[int index] => NumberValue.Create(first + index);

        public IEnumerator<FluidValue> GetEnumerator()
        {
            for (var i = 0; i < count; i++) yield return this[i];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
