using Cadenza.Domain.Expressions.Logic;

namespace Cadenza.Domain.Expressions.Criteria;

/// <summary>What is part of what, for texts and lists. Several wanted values are alternatives.</summary>
internal static class Containment
{
    /// <summary>Whether a list has a wanted value among its elements, or a text has one in it.</summary>
    public static bool Has(in Value value, in Value wanted, ref LogicWork work)
    {
        if (!value.IsArray) return AnyText(value, wanted, (text, part) => text.Contains(part, StringComparison.OrdinalIgnoreCase), ref work);
        foreach (ref readonly var item in value.ItemSpan)
        {
            work.Spend(1);
            if (Comparison.IsOneOf(item, wanted, ref work)) return true;
        }

        return false;
    }

    public static bool Starts(in Value value, in Value wanted, ref LogicWork work) =>
        AnyText(value, wanted, (text, part) => text.StartsWith(part, StringComparison.OrdinalIgnoreCase), ref work);

    public static bool Ends(in Value value, in Value wanted, ref LogicWork work) =>
        AnyText(value, wanted, (text, part) => text.EndsWith(part, StringComparison.OrdinalIgnoreCase), ref work);

    /// <summary>Whether the value, or one of the elements of a list, is one of the wanted.</summary>
    public static bool IsIn(in Value value, in Value wanted, ref LogicWork work) =>
        value.IsArray ? Has(value, wanted, ref work) : !Comparison.IsEmpty(value) && Comparison.IsOneOf(value, wanted, ref work);

    private static bool AnyText(in Value value, in Value wanted, Func<string, string, bool> holds, ref LogicWork work)
    {
        if (value.IsArray || value.IsObject || Comparison.IsEmpty(value)) return false;
        var text = value.ToText();
        if (!wanted.IsArray) return IsText(text, wanted, holds, ref work);
        foreach (ref readonly var one in wanted.ItemSpan)
            if (IsText(text, one, holds, ref work)) return true;
        return false;
    }

    // Every text contains the empty one; but who leaves the value out does not ask for that.
    private static bool IsText(string text, in Value wanted, Func<string, string, bool> holds, ref LogicWork work)
    {
        work.Spend(1 + (text.Length >> 3));
        return !wanted.IsArray && !wanted.IsObject && !Comparison.IsEmpty(wanted) && holds(text, wanted.ToText());
    }
}
