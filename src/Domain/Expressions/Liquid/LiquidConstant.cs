using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace Cadenza.Domain.Expressions.Liquid;

/// <summary>A text of the template itself that is long enough to count each time it is looked at.</summary>
internal sealed class LiquidConstant(FluidValue value) : Expression
{
    private readonly long _weight = LiquidValues.Weigh(value);

    public override ValueTask<FluidValue> EvaluateAsync(TemplateContext context)
    {
        ((LiquidContext)context).Charge(_weight);
        return new ValueTask<FluidValue>(value);
    }
}
