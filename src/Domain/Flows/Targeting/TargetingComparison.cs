namespace Cadenza.Domain.Flows.Targeting;

/// <summary>How values of different kinds meet: by what they say, so that the text '5' and the number 5 are equal.</summary>
public static class TargetingComparison
{
    /// <summary>Whether <c>left == right</c>. Nothing equals nothing alone.</summary>
    public static bool AreEqual(in TargetingValue left, in TargetingValue right)
    {
        if (left.Kind == right.Kind) return left.Equals(right);
        if (!left.IsSet || !right.IsSet) return false;
        if (left.Kind == TargetingKind.Flag || right.Kind == TargetingKind.Flag) return AreSameText(left, right, StringComparison.OrdinalIgnoreCase);
        return Compare(left, right) == 0;
    }

    /// <summary>Which of two values is greater, as an <see cref="IComparable"/> tells it; null when they have no order.</summary>
    public static int? Compare(in TargetingValue left, in TargetingValue right)
    {
        if (left.TryGetNumber(out var leftNumber) && right.TryGetNumber(out var rightNumber)) return leftNumber.CompareTo(rightNumber);
        if (left.TryGetTime(out var leftTime) && right.TryGetTime(out var rightTime)) return leftTime.CompareTo(rightTime);
        return left.Kind == TargetingKind.Text && right.Kind == TargetingKind.Text ? string.CompareOrdinal(left.Text, right.Text) : null;
    }

    /// <summary>Whether a text contains a text, or a list a value.</summary>
    public static bool Contains(in TargetingValue whole, in TargetingValue part)
    {
        if (whole.Kind == TargetingKind.List) return IsAmong(part, whole);
        return whole.AsText() is { } text && part.AsText() is { } piece && text.Contains(piece, StringComparison.Ordinal);
    }

    /// <summary>Whether a value equals one of a list; a list does when one of its values does.</summary>
    public static bool IsAmong(in TargetingValue value, in TargetingValue list)
    {
        foreach (var item in list.Span)
        {
            if (AreEqual(value, item)) return true;
        }

        if (value.Kind != TargetingKind.List) return false;
        foreach (var one in value.Span)
        {
            if (one.Kind != TargetingKind.List && IsAmong(one, list)) return true;
        }

        return false;
    }

    private static bool AreSameText(in TargetingValue left, in TargetingValue right, StringComparison comparison) =>
        left.AsText() is { } one && right.AsText() is { } other && string.Equals(one, other, comparison);
}
