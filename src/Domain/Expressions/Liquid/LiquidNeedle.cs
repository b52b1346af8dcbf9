using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace Cadenza.Domain.Expressions.Liquid;

/// <summary>What <c>contains</c> looks for: short, because a search takes as long as both texts multiplied.</summary>
internal sealed class LiquidNeedle(Expression expression) : Expression
{
    public override ValueTask<FluidValue> EvaluateAsync(TemplateContext context)
    {
        var value = expression.Now((LiquidContext)context);
        return value is StringValue text && text.ToStringValue().Length > LiquidLimits.MaxNeedle
            ? throw LiquidLimits.NeedleTooLong()
            : new ValueTask<FluidValue>(value);
    }
}
