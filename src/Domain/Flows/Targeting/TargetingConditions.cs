using System.Text;

namespace Cadenza.Domain.Flows.Targeting;

/// <summary>All of several conditions.</summary>
internal sealed class AllNode(TargetingNode[] parts) : TargetingNode
{
    /// <inheritdoc/>
    public override int Rank => Ranks.And;

    /// <inheritdoc/>
    public override IReadOnlyList<TargetingNode> Parts => parts;

    /// <inheritdoc/>
    public override TargetingValue Evaluate(TargetingSubject subject) => TargetingValue.Of(IsTrue(subject));

    /// <inheritdoc/>
    public override bool IsTrue(TargetingSubject subject)
    {
        foreach (var part in parts)
        {
            if (!part.IsTrue(subject)) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override TargetingNode? FirstFailure(TargetingSubject subject)
    {
        foreach (var part in parts)
        {
            if (part.FirstFailure(subject) is { } failure) return failure;
        }

        return null;
    }

    /// <inheritdoc/>
    public override void Print(StringBuilder text) => Printing.Joined(text, parts, " && ", (into, part) => PrintInside(into, part, Rank));
}

/// <summary>At least one of several conditions.</summary>
internal sealed class AnyNode(TargetingNode[] parts) : TargetingNode
{
    /// <inheritdoc/>
    public override int Rank => Ranks.Or;

    /// <inheritdoc/>
    public override IReadOnlyList<TargetingNode> Parts => parts;

    /// <inheritdoc/>
    public override TargetingValue Evaluate(TargetingSubject subject) => TargetingValue.Of(IsTrue(subject));

    /// <inheritdoc/>
    public override bool IsTrue(TargetingSubject subject)
    {
        foreach (var part in parts)
        {
            if (part.IsTrue(subject)) return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public override void Print(StringBuilder text) => Printing.Joined(text, parts, " || ", (into, part) => PrintInside(into, part, Rank));
}

/// <summary>The contrary of a condition.</summary>
internal sealed class ContraryNode(TargetingNode part) : TargetingNode
{
    /// <inheritdoc/>
    public override int Rank => Ranks.Not;

    /// <inheritdoc/>
    public override IReadOnlyList<TargetingNode> Parts => [part];

    /// <inheritdoc/>
    public override TargetingValue Evaluate(TargetingSubject subject) => TargetingValue.Of(!part.IsTrue(subject));

    /// <inheritdoc/>
    public override bool IsTrue(TargetingSubject subject) => !part.IsTrue(subject);

    /// <inheritdoc/>
    public override void Print(StringBuilder text)
    {
        text.Append('!');
        // A comparison needs them too: '!a == b' would be read as '!(a == b)' anyway, but not by people.
        PrintInside(text, part, part.Rank == Ranks.Not ? Ranks.And : Ranks.Comparison);
    }
}
