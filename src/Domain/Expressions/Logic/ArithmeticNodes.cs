namespace Cadenza.Domain.Expressions.Logic;

/// <summary><c>+</c>: the sum of what the operands begin with as numbers; with one operand, that number.</summary>
internal sealed class SumNode(LogicNode[] operands) : LogicNode
{
    public override int Size => SizeOf(operands);

    public override Value Evaluate(in Value data, ref LogicWork work)
    {
        var sum = 0d;
        foreach (var operand in operands) sum += Coercion.ToNumberFromStart(operand.Evaluate(data, ref work), ref work);
        return Value.Of(sum);
    }
}

/// <summary><c>*</c>; a single operand is handed on as it is.</summary>
internal sealed class ProductNode(LogicNode[] operands) : LogicNode
{
    public override int Size => SizeOf(operands);

    public override Value Evaluate(in Value data, ref LogicWork work)
    {
        var first = operands[0].Evaluate(data, ref work);
        if (operands.Length == 1) return first;
        var product = Coercion.ToNumberFromStart(first, ref work);
        for (var i = 1; i < operands.Length; i++)
            product *= Coercion.ToNumberFromStart(operands[i].Evaluate(data, ref work), ref work);
        return Value.Of(product);
    }
}

/// <summary><c>-</c> of one operand.</summary>
internal sealed class NegationNode(LogicNode operand) : LogicNode
{
    public override int Size => 1 + operand.Size;

    public override Value Evaluate(in Value data, ref LogicWork work) =>
        Value.Of(-Coercion.ToNumber(operand.Evaluate(data, ref work), ref work));
}

/// <summary><c>- / %</c> of two operands, as IEEE 754 has them: nothing throws.</summary>
internal sealed class BinaryArithmeticNode(char sign, LogicNode left, LogicNode right) : LogicNode
{
    public override int Size => 1 + left.Size + right.Size;

    public override Value Evaluate(in Value data, ref LogicWork work)
    {
        var first = Coercion.ToNumber(left.Evaluate(data, ref work), ref work);
        var second = Coercion.ToNumber(right.Evaluate(data, ref work), ref work);
        return Value.Of(sign switch { '-' => first - second, '/' => first / second, _ => first % second });
    }
}

/// <summary><c>max</c> and <c>min</c>; NaN when an operand is no number.</summary>
internal sealed class ExtremeNode(LogicNode[] operands, bool isMaximum) : LogicNode
{
    public override int Size => SizeOf(operands);

    public override Value Evaluate(in Value data, ref LogicWork work)
    {
        var extreme = isMaximum ? double.NegativeInfinity : double.PositiveInfinity;
        foreach (var operand in operands)
        {
            var number = Coercion.ToNumber(operand.Evaluate(data, ref work), ref work);
            extreme = isMaximum ? Math.Max(extreme, number) : Math.Min(extreme, number);
        }

        return Value.Of(extreme);
    }
}
