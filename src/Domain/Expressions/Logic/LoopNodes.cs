namespace Cadenza.Domain.Expressions.Logic;

/// <summary><c>filter</c>: the elements for which the body is truthy.</summary>
internal sealed class FilterNode(LogicNode list, LogicNode body) : LogicNode
{
    public override int Size => 1 + list.Size + body.Size;

    public override Value Evaluate(in Value data, ref LogicWork work)
    {
        var kept = new List<Value>();
        var all = list.Evaluate(data, ref work);
        foreach (ref readonly var item in all.ItemSpan)
        {
            work.Spend(body.Size);
            if (body.IsTrue(item, ref work)) kept.Add(item);
        }

        return Value.Own([.. kept]);
    }
}

/// <summary><c>map</c>: what the body makes of each element.</summary>
internal sealed class MapNode(LogicNode list, LogicNode body) : LogicNode
{
    public override int Size => 1 + list.Size + body.Size;

    public override Value Evaluate(in Value data, ref LogicWork work)
    {
        var all = list.Evaluate(data, ref work);
        var items = all.ItemSpan;
        var mapped = new Value[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            work.Spend(body.Size);
            mapped[i] = body.Evaluate(items[i], ref work);
        }

        return Value.Own(mapped);
    }
}

/// <summary><c>reduce</c>: the body sees <c>current</c> and <c>accumulator</c>.</summary>
internal sealed class ReduceNode(LogicNode list, LogicNode body, LogicNode? initial) : LogicNode
{
    public override int Size => 1 + list.Size + body.Size + (initial?.Size ?? 0);

    public override Value Evaluate(in Value data, ref LogicWork work)
    {
        var accumulator = initial?.Evaluate(data, ref work) ?? default;
        var all = list.Evaluate(data, ref work);
        foreach (ref readonly var item in all.ItemSpan)
        {
            work.Spend(body.Size + 2);
            accumulator = body.Evaluate(Value.Object([new("current", item), new("accumulator", accumulator)]), ref work);
        }

        return accumulator;
    }
}

/// <summary><c>all</c>, <c>some</c> and <c>none</c>. Of an empty list all is false, some is false and none is true.</summary>
internal sealed class QuantifierNode(Quantifier quantifier, LogicNode list, LogicNode body) : TestNode
{
    public override int Size => 1 + list.Size + body.Size;

    public override bool IsTrue(in Value data, ref LogicWork work)
    {
        var all = list.Evaluate(data, ref work);
        var items = all.ItemSpan;
        if (items.Length == 0) return quantifier is Quantifier.None;
        foreach (ref readonly var item in items)
        {
            work.Spend(body.Size);
            var holds = body.IsTrue(item, ref work);
            if (holds != quantifier is Quantifier.All) return quantifier is Quantifier.Some;
        }

        return quantifier is not Quantifier.Some;
    }
}

internal enum Quantifier
{
    All,
    Some,
    None,
}

/// <summary><c>merge</c>: one list of all operands, of which arrays give their elements.</summary>
internal sealed class MergeNode(LogicNode[] operands) : LogicNode
{
    public override int Size => SizeOf(operands);

    public override Value Evaluate(in Value data, ref LogicWork work)
    {
        var merged = new List<Value>();
        foreach (var operand in operands)
        {
            var value = operand.Evaluate(data, ref work);
            work.Spend(value.ItemSpan.Length);
            if (value.IsArray) merged.AddRange(value.ItemSpan);
            else merged.Add(value);
        }

        return Value.Own([.. merged]);
    }
}
