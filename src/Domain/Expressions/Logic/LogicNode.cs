namespace Cadenza.Domain.Expressions.Logic;

/// <summary>A compiled piece of a rule: immutable, and evaluated without looking at JSON again.</summary>
internal abstract class LogicNode
{
    /// <summary>How many nodes it is made of, itself included: what one evaluation of it costs at most, without its loops.</summary>
    public virtual int Size => 1;

    public abstract Value Evaluate(in Value data, ref LogicWork work);

    /// <summary>Whether the result is truthy, without making it where that is possible.</summary>
    public virtual bool IsTrue(in Value data, ref LogicWork work) => Coercion.IsTruthy(Evaluate(data, ref work));

    protected static int SizeOf(LogicNode[] nodes) => 1 + nodes.Sum(node => node.Size);
}

/// <summary>A value that does not depend on the data.</summary>
internal sealed class ConstantNode(Value value) : LogicNode
{
    private readonly bool _isTruthy = Coercion.IsTruthy(value);

    public Value Value => value;

    public override Value Evaluate(in Value data, ref LogicWork work) => value;

    public override bool IsTrue(in Value data, ref LogicWork work) => _isTruthy;
}

/// <summary>An array of which some elements have to be evaluated.</summary>
internal sealed class ListNode(LogicNode[] items) : LogicNode
{
    public override int Size => SizeOf(items);

    public override Value Evaluate(in Value data, ref LogicWork work)
    {
        var values = new Value[items.Length];
        for (var i = 0; i < items.Length; i++) values[i] = items[i].Evaluate(data, ref work);
        return Value.Own(values);
    }
}

/// <summary>Answers true or false.</summary>
internal abstract class TestNode : LogicNode
{
    public sealed override Value Evaluate(in Value data, ref LogicWork work) => Value.Of(IsTrue(data, ref work));

    public abstract override bool IsTrue(in Value data, ref LogicWork work);
}
