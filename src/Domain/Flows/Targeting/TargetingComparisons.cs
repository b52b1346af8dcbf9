using System.Text;
using System.Text.RegularExpressions;

namespace Cadenza.Domain.Flows.Targeting;

/// <summary>The operators between two values.</summary>
internal enum ComparisonOperator
{
    Equal,
    NotEqual,
    Greater,
    Less,
    GreaterOrEqual,
    LessOrEqual,
    Contains,
    StartsWith,
    EndsWith,
    IsIn,
}

/// <summary>An operator between two values. With an order or a text operator, what is not set holds neither way but negated.</summary>
internal sealed class ComparisonNode(ComparisonOperator comparison, bool isNegated, TargetingNode left, TargetingNode right) : TargetingNode
{
    private static readonly string[] Words = ["==", "!=", ">", "<", ">=", "<=", "contains", "startsWith", "endsWith", "isIn"];

    /// <inheritdoc/>
    public override int Rank => Ranks.Comparison;

    /// <inheritdoc/>
    public override IReadOnlyList<TargetingNode> Parts => [left, right];

    /// <inheritdoc/>
    public override TargetingValue Evaluate(TargetingSubject subject) => TargetingValue.Of(IsTrue(subject));

    /// <inheritdoc/>
    public override bool IsTrue(TargetingSubject subject) => Holds(left.Evaluate(subject), right.Evaluate(subject)) != isNegated;

    /// <inheritdoc/>
    public override void Print(StringBuilder text)
    {
        PrintInside(text, left, Rank);
        text.Append(isNegated ? " !" : " ").Append(Words[(int)comparison]).Append(' ');
        PrintInside(text, right, Rank);
    }

    private bool Holds(in TargetingValue one, in TargetingValue other) => comparison switch
    {
        ComparisonOperator.Equal => TargetingComparison.AreEqual(one, other),
        ComparisonOperator.NotEqual => !TargetingComparison.AreEqual(one, other),
        ComparisonOperator.Greater => TargetingComparison.Compare(one, other) > 0,
        ComparisonOperator.Less => TargetingComparison.Compare(one, other) < 0,
        ComparisonOperator.GreaterOrEqual => TargetingComparison.Compare(one, other) >= 0,
        ComparisonOperator.LessOrEqual => TargetingComparison.Compare(one, other) <= 0,
        ComparisonOperator.Contains => TargetingComparison.Contains(one, other),
        ComparisonOperator.StartsWith => one.AsText() is { } text && other.AsText() is { } start && text.StartsWith(start, StringComparison.Ordinal),
        ComparisonOperator.EndsWith => one.AsText() is { } text && other.AsText() is { } end && text.EndsWith(end, StringComparison.Ordinal),
        _ => TargetingComparison.IsAmong(one, other),
    };
}

/// <summary>A regular expression that is found in a text, in time linear in the text.</summary>
internal sealed class MatchNode(bool isNegated, TargetingNode left, Regex pattern) : TargetingNode
{
    /// <summary>The options under which a pattern needs time linear in the text, whatever it is.</summary>
    public const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    /// <inheritdoc/>
    public override int Rank => Ranks.Comparison;

    /// <inheritdoc/>
    public override IReadOnlyList<TargetingNode> Parts => [left];

    /// <inheritdoc/>
    public override TargetingValue Evaluate(TargetingSubject subject) => TargetingValue.Of(IsTrue(subject));

    /// <inheritdoc/>
    public override bool IsTrue(TargetingSubject subject) => (left.Evaluate(subject).AsText() is { } text && pattern.IsMatch(text)) != isNegated;

    /// <inheritdoc/>
    public override void Print(StringBuilder text)
    {
        PrintInside(text, left, Rank);
        text.Append(isNegated ? " !matches " : " matches ");
        Printing.Quoted(text, pattern.ToString());
    }
}

/// <summary>Whether a value is set.</summary>
internal sealed class PresenceNode(bool isWanted, TargetingNode left) : TargetingNode
{
    /// <inheritdoc/>
    public override int Rank => Ranks.Comparison;

    /// <inheritdoc/>
    public override IReadOnlyList<TargetingNode> Parts => [left];

    /// <inheritdoc/>
    public override TargetingValue Evaluate(TargetingSubject subject) => TargetingValue.Of(IsTrue(subject));

    /// <inheritdoc/>
    public override bool IsTrue(TargetingSubject subject) => left.Evaluate(subject).IsSet == isWanted;

    /// <inheritdoc/>
    public override void Print(StringBuilder text)
    {
        PrintInside(text, left, Rank);
        text.Append(isWanted ? " isSet" : " isNotSet");
    }
}

/// <summary>Whether a time lies no further than a duration from the present, before or after.</summary>
internal sealed class WithinNode(bool isNegated, TargetingNode left, TimeSpan duration) : TargetingNode
{
    /// <inheritdoc/>
    public override int Rank => Ranks.Comparison;

    /// <inheritdoc/>
    public override IReadOnlyList<TargetingNode> Parts => [left];

    /// <inheritdoc/>
    public override TargetingValue Evaluate(TargetingSubject subject) => TargetingValue.Of(IsTrue(subject));

    /// <inheritdoc/>
    public override bool IsTrue(TargetingSubject subject) =>
        (left.Evaluate(subject).TryGetTime(out var time) && (subject.Now.Time - time).Duration() <= duration) != isNegated;

    /// <inheritdoc/>
    public override void Print(StringBuilder text)
    {
        PrintInside(text, left, Rank);
        text.Append(isNegated ? " !within " : " within ").Append(TargetingTimes.Print(duration));
    }
}
