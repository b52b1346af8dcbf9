using System.Text;

namespace Cadenza.Domain.Flows.Targeting;

/// <summary>A part of an expression, ready to be evaluated: everything that can be done once is done when it is parsed.</summary>
internal abstract class TargetingNode
{
    // Asked for again and again: it is the reason why a flow is not shown.
    private string? _printed;

    /// <summary>How tightly it binds: what is in an operator that binds tighter needs parentheses.</summary>
    public virtual int Rank => Ranks.Operand;

    /// <summary>Whether it can stand where a condition is expected.</summary>
    public virtual bool IsCondition => true;

    /// <summary>The parts that an explanation shows.</summary>
    public virtual IReadOnlyList<TargetingNode> Parts => [];

    /// <summary>Its value for a subject.</summary>
    public abstract TargetingValue Evaluate(TargetingSubject subject);

    /// <summary>Whether it holds for a subject.</summary>
    public virtual bool IsTrue(TargetingSubject subject) => Evaluate(subject).IsTruthy;

    /// <summary>The first part that decides that it does not hold, itself unless a part does; null when it holds.</summary>
    public virtual TargetingNode? FirstFailure(TargetingSubject subject) => IsTrue(subject) ? null : this;

    /// <summary>Writes it so that it is read as the same again.</summary>
    public abstract void Print(StringBuilder text);

    /// <inheritdoc/>
    public sealed override string ToString() => _printed ??= Printed();

    /// <summary>Writes a part, in parentheses where it binds no tighter than what is around it.</summary>
    protected static void PrintInside(StringBuilder text, TargetingNode part, int rank)
    {
        if (part.Rank > rank)
        {
            part.Print(text);
            return;
        }

        text.Append('(');
        part.Print(text);
        text.Append(')');
    }

    private string Printed()
    {
        var text = new StringBuilder();
        Print(text);
        return text.ToString();
    }

    /// <summary>What binds how tightly.</summary>
    protected static class Ranks
    {
        /// <summary>||.</summary>
        public const int Or = 1;

        /// <summary>&amp;&amp;.</summary>
        public const int And = 2;

        /// <summary>!.</summary>
        public const int Not = 3;

        /// <summary>Operators between values.</summary>
        public const int Comparison = 4;

        /// <summary>Values.</summary>
        public const int Operand = 5;
    }
}
