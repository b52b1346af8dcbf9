namespace Cadenza.Domain.Expressions;

/// <summary>The elements of an array value, with what they come to.</summary>
internal sealed class ArrayItems
{
    /// <exception cref="ExpressionLimitException">Too deep or too large.</exception>
    public ArrayItems(Value[] values)
    {
        Values = values;
        var size = new ContentSize();
        foreach (ref readonly var value in values.AsSpan()) size.Add(value);
        (Depth, Weight) = size.Close();
    }

    public Value[] Values { get; }

    public int Depth { get; }

    public int Weight { get; }
}
