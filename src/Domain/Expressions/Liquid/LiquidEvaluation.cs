using Fluid.Ast;
using Fluid.Values;

namespace Cadenza.Domain.Expressions.Liquid;

/// <summary>Fluid's results without waiting: nothing that a template of ours can call is ever under way when it returns.</summary>
internal static class LiquidEvaluation
{
    public static FluidValue Now(this Expression expression, LiquidContext context) => expression.EvaluateAsync(context).Now();

    public static T Now<T>(this ValueTask<T> task) =>
        task.IsCompleted ? task.Result : throw new InvalidOperationException("A template waits for something.");

    public static void Now(this ValueTask task)
    {
        if (!task.IsCompleted) throw new InvalidOperationException("A template waits for something.");
        task.GetAwaiter().GetResult();
    }
}
