using System.Diagnostics.CodeAnalysis;

namespace Cadenza.Domain.Flows.Targeting;

/// <summary>A targeting expression, parsed and ready: who sees a flow (E5).</summary>
/// <remarks>Reading takes time linear in the text; evaluating takes time linear in the expression and the values it looks at.</remarks>
public sealed class TargetingRule
{
    /// <summary>The longest expression, in UTF-16 units.</summary>
    public const int MaxLength = 10_000;

    private readonly TargetingNode? _root;

    private TargetingRule(TargetingNode? root) => _root = root;

    /// <summary>The rule that everyone meets.</summary>
    public static TargetingRule Everyone { get; } = new(null);

    /// <summary>Reads an expression; null and blank text are <see cref="Everyone"/>.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="fault">Why it is none.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out TargetingRule? rule, [NotNullWhen(false)] out TargetingFault? fault)
    {
        (rule, fault) = (Everyone, null);
        if (string.IsNullOrWhiteSpace(text)) return true;
        rule = null;
        if (text.Length > MaxLength)
        {
            fault = TargetingFault.At(text, MaxLength, $"at most {MaxLength} characters", $"{text.Length}");
            return false;
        }

        try
        {
            var tokens = new TargetingTokenizer(text).Read();
            rule = new TargetingRule(TargetingParser.Condition(new TargetingParser(tokens).Read(), tokens[0].Position));
            return true;
        }
        catch (TargetingSyntaxException wrong)
        {
            fault = TargetingFault.At(text, wrong.Position, wrong.Expected, wrong.Found);
            return false;
        }
    }

    /// <summary>Whether a subject meets it.</summary>
    public bool Matches(TargetingSubject subject) => _root is null || _root.IsTrue(subject);

    /// <summary>The first part, in its printed form, that keeps a subject from meeting it; null when the subject meets it.</summary>
    public string? WhyNot(TargetingSubject subject) => _root?.FirstFailure(subject)?.ToString();

    /// <summary>The value of every part for a subject; of <see cref="Everyone"/> just true.</summary>
    public TargetingExplanation Explain(TargetingSubject subject) =>
        _root is null ? new TargetingExplanation("true", TargetingValue.Of(true), []) : Explain(_root, subject);

    /// <summary>The expression in its normal form, which is read as the same rule again; "" for <see cref="Everyone"/>.</summary>
    public override string ToString() => _root?.ToString() ?? "";

    private static TargetingExplanation Explain(TargetingNode node, TargetingSubject subject) =>
        new(node.ToString(), node.Evaluate(subject), [.. node.Parts.Where(part => part is not LiteralNode).Select(part => Explain(part, subject))]);
}

/// <summary>What a part of an expression came to.</summary>
/// <param name="Expression">The part.</param>
/// <param name="Value">Its value.</param>
/// <param name="Parts">Its own parts; literals are left out.</param>
public sealed record TargetingExplanation(string Expression, TargetingValue Value, IReadOnlyList<TargetingExplanation> Parts);
