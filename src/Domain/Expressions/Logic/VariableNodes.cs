namespace Cadenza.Domain.Expressions.Logic;

/// <summary><c>var</c> with a path that is known when the rule is compiled.</summary>
internal sealed class VariableNode(DataPath path, LogicNode? fallback) : LogicNode
{
    public override int Size => 1 + (fallback?.Size ?? 0);

    public override Value Evaluate(in Value data, ref LogicWork work) =>
        path.TryFind(data, out var value) ? value : fallback?.Evaluate(data, ref work) ?? default;
}

/// <summary><c>var</c> with a path that is itself a result.</summary>
internal sealed class ComputedVariableNode(LogicNode path, LogicNode? fallback) : LogicNode
{
    public override int Size => 1 + path.Size + (fallback?.Size ?? 0);

    public override Value Evaluate(in Value data, ref LogicWork work)
    {
        var name = path.Evaluate(data, ref work);
        return DataPath.Of(name, ref work).TryFind(data, out var value) ? value : fallback?.Evaluate(data, ref work) ?? default;
    }
}

/// <summary><c>missing</c>: which of these paths have no value.</summary>
internal sealed class MissingNode(LogicNode[] keys) : LogicNode
{
    public override int Size => SizeOf(keys);

    public override Value Evaluate(in Value data, ref LogicWork work)
    {
        var names = new Value[keys.Length];
        for (var i = 0; i < keys.Length; i++) names[i] = keys[i].Evaluate(data, ref work);
        return Value.Own(Missing.Of(names.Length > 0 && names[0].IsArray ? names[0].ItemSpan : names, data, ref work));
    }
}

/// <summary><c>missing_some</c>: the same when fewer than so many are there, else nothing.</summary>
internal sealed class MissingSomeNode(LogicNode needed, LogicNode options) : LogicNode
{
    public override int Size => 1 + needed.Size + options.Size;

    public override Value Evaluate(in Value data, ref LogicWork work)
    {
        var needs = Coercion.ToNumber(needed.Evaluate(data, ref work), ref work);
        var names = options.Evaluate(data, ref work);
        var keys = names.IsArray ? names.ItemSpan : new[] { names };
        var missing = Missing.Of(keys, data, ref work);
        return Value.Own(keys.Length - missing.Length >= needs ? [] : missing);
    }
}

internal static class Missing
{
    /// <summary>Those names that have no value in the data, or an empty text.</summary>
    public static Value[] Of(ReadOnlySpan<Value> names, in Value data, ref LogicWork work)
    {
        work.Spend(names.Length);
        var missing = new List<Value>();
        foreach (ref readonly var name in names)
        {
            var isThere = DataPath.Of(name, ref work).TryFind(data, out var value);
            if (!isThere || value.IsNull || value.TextOrNull is { Length: 0 }) missing.Add(name);
        }

        return [.. missing];
    }
}
