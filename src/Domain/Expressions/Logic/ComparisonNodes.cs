namespace Cadenza.Domain.Expressions.Logic;

/// <summary><c>== != === !==</c>.</summary>
internal sealed class EqualityNode(LogicNode left, LogicNode right, bool isStrict, bool isNegated) : TestNode
{
    public override int Size => 1 + left.Size + right.Size;

    public override bool IsTrue(in Value data, ref LogicWork work)
    {
        var first = left.Evaluate(data, ref work);
        var second = right.Evaluate(data, ref work);
        var areEqual = isStrict
            ? Coercion.StrictlyEqual(first, second, ref work)
            : Coercion.LooselyEqual(first, second, ref work);
        return areEqual != isNegated;
    }
}

/// <summary><c>&lt; &lt;= &gt; &gt;=</c> of two operands.</summary>
internal sealed class OrderNode(Order order, LogicNode left, LogicNode right) : TestNode
{
    public override int Size => 1 + left.Size + right.Size;

    public override bool IsTrue(in Value data, ref LogicWork work)
    {
        var first = left.Evaluate(data, ref work);
        var second = right.Evaluate(data, ref work);
        return order.Holds(Coercion.Compare(first, second, ref work));
    }
}

/// <summary><c>&lt;</c> and <c>&lt;=</c> of three operands: the second lies between the others.</summary>
internal sealed class BetweenNode(Order order, LogicNode low, LogicNode middle, LogicNode high) : TestNode
{
    public override int Size => 1 + low.Size + middle.Size + high.Size;

    public override bool IsTrue(in Value data, ref LogicWork work)
    {
        var first = low.Evaluate(data, ref work);
        var second = middle.Evaluate(data, ref work);
        var third = high.Evaluate(data, ref work);
        return order.Holds(Coercion.Compare(first, second, ref work)) && order.Holds(Coercion.Compare(second, third, ref work));
    }
}

/// <summary>The four orders.</summary>
internal enum Order
{
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

internal static class Orders
{
    /// <summary>Whether the outcome of a comparison is in this order; what does not compare is in none.</summary>
    public static bool Holds(this Order order, int? comparison) => comparison is { } sign && order switch
    {
        Order.Less => sign < 0,
        Order.LessOrEqual => sign <= 0,
        Order.Greater => sign > 0,
        _ => sign >= 0,
    };
}

/// <summary><c>in</c>: an element of an array, or a part of a text.</summary>
internal sealed class InNode(LogicNode needle, LogicNode haystack) : TestNode
{
    public override int Size => 1 + needle.Size + haystack.Size;

    public override bool IsTrue(in Value data, ref LogicWork work)
    {
        var wanted = needle.Evaluate(data, ref work);
        var all = haystack.Evaluate(data, ref work);
        if (all.IsArray) return IsAmong(wanted, all.ItemSpan, ref work);
        if (all.TextOrNull is not { Length: > 0 } text) return false;
        work.SpendReading(text.Length);
        return text.Contains(Coercion.ToText(wanted, ref work), StringComparison.Ordinal);
    }

    private static bool IsAmong(in Value wanted, ReadOnlySpan<Value> all, ref LogicWork work)
    {
        work.Spend(all.Length >> 2);
        foreach (ref readonly var one in all)
            if (Coercion.StrictlyEqual(wanted, one, ref work)) return true;
        return false;
    }
}
