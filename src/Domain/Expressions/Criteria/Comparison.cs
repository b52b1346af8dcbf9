using Cadenza.Domain.Expressions.Logic;

namespace Cadenza.Domain.Expressions.Criteria;

/// <summary>
/// How the values of conditions compare. Data come from forms, imports and other systems, so the same thing has several
/// spellings: numbers as text, times with other offsets, names in other case. The table is in docs/semantics.md.
/// </summary>
internal static class Comparison
{
    public static bool IsEmpty(in Value value) => value.Kind switch
    {
        ValueKind.Null => true,
        ValueKind.Text => string.IsNullOrWhiteSpace(value.AsText),
        ValueKind.Array => value.ItemSpan.Length == 0,
        ValueKind.Object => value.Members.Count == 0,
        _ => false,
    };

    /// <summary>Whether both say the same.</summary>
    public static bool AreSame(in Value left, in Value right, ref LogicWork work)
    {
        if (IsEmpty(left) || IsEmpty(right)) return IsEmpty(left) && IsEmpty(right);
        var (leftText, rightText) = (left.TextOrNull, right.TextOrNull);
        if (leftText is not null && rightText is not null)
        {
            work.SpendReading(Math.Min(leftText.Length, rightText.Length));
            return string.Equals(leftText, rightText, StringComparison.OrdinalIgnoreCase)
                || (Moment.TryRead(leftText, out var one) && Moment.TryRead(rightText, out var other) && one.At == other.At);
        }

        if (left.IsNumber || right.IsNumber)
            return Quantity.TryRead(left, out var quantity) && Quantity.TryRead(right, out var another) && quantity.CompareTo(another) == 0;
        if (left.IsBoolean || right.IsBoolean)
            return string.Equals(left.ToText(), right.ToText(), StringComparison.OrdinalIgnoreCase) && !IsTree(left) && !IsTree(right);
        if (left.IsArray && right.IsArray) return AreSameLists(left.ItemSpan, right.ItemSpan, ref work);
        work.SpendReading(Math.Min(left.Weight, right.Weight));
        return left.Equals(right);
    }

    /// <summary>Below zero, zero or above, as the left comes before, with or after the right; null when there is no order.</summary>
    public static int? Order(in Value left, in Value right, ref LogicWork work)
    {
        if (IsEmpty(left) || IsEmpty(right)) return null;
        if (Quantity.TryRead(left, out var quantity) && Quantity.TryRead(right, out var another)) return quantity.CompareTo(another);
        if (left.TextOrNull is not { } leftText || right.TextOrNull is not { } rightText) return null;
        if (Moment.TryRead(leftText, out var one) && Moment.TryRead(rightText, out var other)) return one.At.CompareTo(other.At);
        work.SpendReading(Math.Min(leftText.Length, rightText.Length));
        return string.Compare(leftText, rightText, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether the value is one of those in a list, or is what stands there instead of a list.</summary>
    public static bool IsOneOf(in Value value, in Value wanted, ref LogicWork work)
    {
        if (!wanted.IsArray) return AreSame(value, wanted, ref work);
        foreach (ref readonly var one in wanted.ItemSpan)
        {
            work.Spend(1);
            if (AreSame(value, one, ref work)) return true;
        }

        return false;
    }

    private static bool AreSameLists(ReadOnlySpan<Value> left, ReadOnlySpan<Value> right, ref LogicWork work)
    {
        if (left.Length != right.Length) return false;
        work.Spend(left.Length);
        for (var i = 0; i < left.Length; i++)
            if (!AreSame(left[i], right[i], ref work)) return false;
        return true;
    }

    private static bool IsTree(in Value value) => value.IsArray || value.IsObject;
}
