using System.Collections;
using Fluid.Values;

namespace Cadenza.Domain.Expressions.Liquid;

/// <summary>Values as Fluid sees them, and back. Nothing of the app's types is behind them: a template can reach data alone.</summary>
internal static class LiquidValues
{
    private const int MaxDepth = Value.MaxDepth - 1;

    /// <summary>The value for a template. A list or object is turned into Fluid's item by item as it is looked at.</summary>
    public static FluidValue From(in Value value) => value.Kind switch
    {
        ValueKind.Null => NilValue.Instance,
        ValueKind.Boolean => BooleanValue.Create(value.AsBoolean),
        ValueKind.Number => Quantity.TryRead(value, out var quantity) && quantity.Exact is { } exact
            ? NumberValue.Create(exact)
            : new StringValue(value.ToText()),
        ValueKind.Text => new StringValue(value.AsText),
        ValueKind.Array => new ArrayValue(new Elements(value)),
        _ => new DictionaryValue(new Fields(value)),
    };

    /// <summary>The value for a filter of ours.</summary>
    public static Value To(FluidValue value) => To(value, MaxDepth);

    /// <summary>The text that appears where the value is put out: an object or list of the data as its JSON, like today's placeholders.</summary>
    public static string ToText(FluidValue value) => value switch
    {
        ArrayValue { Values: Elements elements } => elements.Source.ToText(),
        DictionaryValue when value.ToObjectValue() is Fields fields => fields.Source.ToText(),
        _ => value.ToStringValue() ?? "",
    };

    /// <summary>What a value costs whoever looks at all of it.</summary>
    public static long Weigh(FluidValue value) => value switch
    {
        StringValue text => text.ToStringValue().Length,
        ArrayValue { Values: Elements elements } => elements.Weight,
        ArrayValue array => array.Values.Sum(item => LiquidLimits.ElementWeight + WeighItem(item)),
        DictionaryValue when value.ToObjectValue() is Fields fields => fields.Weight,
        _ => 1,
    };

    /// <summary>What it costs to look a name up in a value.</summary>
    public static long WeighLookup(FluidValue value) => value is DictionaryValue && value.ToObjectValue() is Fields fields ? fields.Count : 0;

    // What the data hold is weighed whole already; a list that the template made has no lists of its own in it.
    private static long WeighItem(FluidValue item) => item is ArrayValue { Values: not Elements } array
        ? array.Values.Count * LiquidLimits.ElementWeight
        : Weigh(item);

    private static Value To(FluidValue value, int levels) => value switch
    {
        _ when levels == 0 || value.IsNil() => Value.Null,
        StringValue text => Value.Of(text.ToStringValue()),
        BooleanValue boolean => Value.Of(boolean.ToBooleanValue()),
        NumberValue number => Value.OfNumber(number.ToStringValue()),
        ArrayValue { Values: Elements elements } => elements.Source,
        ArrayValue array => Value.Array([.. array.Values.Select(item => To(item, levels - 1))]),
        DictionaryValue when value.ToObjectValue() is Fields fields => fields.Source,
        _ => Value.Of(value.ToStringValue()),
    };

    private sealed class Elements(Value source) : IReadOnlyList<FluidValue>
    {
        public Value Source => source;

        public long Weight => source.Weight + ((long)source.Items.Count * LiquidLimits.ElementWeight);

        public int Count => source.Items.Count;

        public FluidValue this[int index] => From(source.Items[index]);

        public IEnumerator<FluidValue> GetEnumerator()
        {
            foreach (var item in source.Items) yield return From(item);
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class Fields(Value source) : IFluidIndexable
    {
        public Value Source => source;

        // Whoever compares two objects looks each name up, and names in the other spelling among all of them.
        public long Weight => source.Weight + ((long)Count * Count / LiquidLimits.CharactersPerStep);

        public int Count => source.Members.Count;

        public IEnumerable<string> Keys => source.Members.Select(member => member.Key);

        public bool TryGetValue(string name, out FluidValue value)
        {
            var isThere = ScopeVariables.TryFollow(source, [name], out var found);
            value = From(found);
            return isThere;
        }
    }
}
