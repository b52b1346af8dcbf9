namespace Cadenza.Domain.Expressions.Logic;

/// <summary><c>and</c>: the first falsy operand, else the last.</summary>
internal sealed class AndNode(LogicNode[] operands) : LogicNode
{
    public override int Size => SizeOf(operands);

    public override Value Evaluate(in Value data, ref LogicWork work)
    {
        Value result = default;
        foreach (var operand in operands)
        {
            result = operand.Evaluate(data, ref work);
            if (!Coercion.IsTruthy(result)) break;
        }

        return result;
    }

    public override bool IsTrue(in Value data, ref LogicWork work)
    {
        foreach (var operand in operands)
            if (!operand.IsTrue(data, ref work)) return false;
        return operands.Length > 0;
    }
}

/// <summary><c>or</c>: the first truthy operand, else the last.</summary>
internal sealed class OrNode(LogicNode[] operands) : LogicNode
{
    public override int Size => SizeOf(operands);

    public override Value Evaluate(in Value data, ref LogicWork work)
    {
        Value result = default;
        foreach (var operand in operands)
        {
            result = operand.Evaluate(data, ref work);
            if (Coercion.IsTruthy(result)) break;
        }

        return result;
    }

    public override bool IsTrue(in Value data, ref LogicWork work)
    {
        foreach (var operand in operands)
            if (operand.IsTrue(data, ref work)) return true;
        return false;
    }
}

/// <summary><c>!</c> and <c>!!</c>.</summary>
internal sealed class TruthNode(LogicNode operand, bool isNegated) : TestNode
{
    public override int Size => 1 + operand.Size;

    public override bool IsTrue(in Value data, ref LogicWork work) => operand.IsTrue(data, ref work) != isNegated;
}

/// <summary><c>if</c> and <c>?:</c>: condition, result, condition, result, …, otherwise.</summary>
internal sealed class IfNode(LogicNode[] arms) : LogicNode
{
    public override int Size => SizeOf(arms);

    public override Value Evaluate(in Value data, ref LogicWork work) =>
        Choose(data, ref work)?.Evaluate(data, ref work) ?? default;

    public override bool IsTrue(in Value data, ref LogicWork work) => Choose(data, ref work)?.IsTrue(data, ref work) ?? false;

    private LogicNode? Choose(in Value data, ref LogicWork work)
    {
        var at = 0;
        for (; at < arms.Length - 1; at += 2)
            if (arms[at].IsTrue(data, ref work)) return arms[at + 1];
        return at == arms.Length - 1 ? arms[at] : null;
    }
}
