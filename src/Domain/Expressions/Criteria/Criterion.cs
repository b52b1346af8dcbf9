using Cadenza.Domain.Expressions.Logic;

namespace Cadenza.Domain.Expressions.Criteria;

/// <summary>A compiled condition or group of conditions.</summary>
internal abstract record Criterion
{
    private Criterion()
    {
    }

    /// <summary>The names at the top of the scope that it may read.</summary>
    public abstract IEnumerable<string> Roots { get; }

    /// <summary>Why it does not hold; null when it does.</summary>
    /// <exception cref="ExpressionLimitException">It takes too many steps over these data.</exception>
    public abstract string? WhyNot(in Value scope, ref LogicWork work);

    /// <summary>All of them; none at all hold.</summary>
    public sealed record All(IReadOnlyList<Criterion> Parts) : Criterion
    {
        public override IEnumerable<string> Roots => Parts.SelectMany(part => part.Roots);

        public override string? WhyNot(in Value scope, ref LogicWork work)
        {
            for (var i = 0; i < Parts.Count; i++)
                if (Parts[i].WhyNot(scope, ref work) is { } reason) return reason;
            return null;
        }
    }

    /// <summary>One of them; of none at all nothing is asked.</summary>
    public sealed record Any(IReadOnlyList<Criterion> Parts) : Criterion
    {
        private const int MostReasons = 3;

        public override IEnumerable<string> Roots => Parts.SelectMany(part => part.Roots);

        public override string? WhyNot(in Value scope, ref LogicWork work)
        {
            if (Parts.Count == 0) return null;
            var reasons = new List<string>();
            for (var i = 0; i < Parts.Count; i++)
            {
                if (Parts[i].WhyNot(scope, ref work) is not { } reason) return null;
                if (i < MostReasons) reasons.Add(reason);
            }

            if (Parts.Count == 1) return reasons[0];
            var more = Parts.Count > MostReasons ? "; …" : "";
            return Wording.ShortenReason($"none of {Parts.Count} conditions: {string.Join("; ", reasons)}{more}");
        }
    }

    /// <summary>One condition on how something is.</summary>
    public sealed record State(Operand Left, ConditionOperator Operator, Operand? Right) : Criterion
    {
        public override IEnumerable<string> Roots => Right is null ? Left.Roots : Left.Roots.Concat(Right.Roots);

        public override string? WhyNot(in Value scope, ref LogicWork work)
        {
            work.Spend(1);
            var value = Left.Evaluate(scope);
            var wanted = Right?.Evaluate(scope) ?? default;
            return Holds(Operator.Kind, value, wanted, ref work)
                ? null
                : $"{Wording.Sentence(Left, Operator, Right, wanted)}: was {Wording.Quote(value)}";
        }

        private static bool Holds(OperatorKind kind, in Value value, in Value wanted, ref LogicWork work) => kind switch
        {
            OperatorKind.Equals => Comparison.AreSame(value, wanted, ref work),
            OperatorKind.NotEquals => !Comparison.AreSame(value, wanted, ref work),
            OperatorKind.Contains => Containment.Has(value, wanted, ref work),
            OperatorKind.NotContains => !Containment.Has(value, wanted, ref work),
            OperatorKind.StartsWith => Containment.Starts(value, wanted, ref work),
            OperatorKind.EndsWith => Containment.Ends(value, wanted, ref work),
            OperatorKind.IsEmpty => Comparison.IsEmpty(value),
            OperatorKind.IsNotEmpty => !Comparison.IsEmpty(value),
            OperatorKind.GreaterThan => Comparison.Order(value, wanted, ref work) > 0,
            OperatorKind.LessThan => Comparison.Order(value, wanted, ref work) < 0,
            OperatorKind.GreaterOrEqual => Comparison.Order(value, wanted, ref work) >= 0,
            OperatorKind.LessOrEqual => Comparison.Order(value, wanted, ref work) <= 0,
            OperatorKind.In => Containment.IsIn(value, wanted, ref work),
            OperatorKind.NotIn => !Containment.IsIn(value, wanted, ref work),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "An operator that compares before and after."),
        };
    }

    /// <summary>One condition on what a change did to a field of the trigger.</summary>
    public sealed record Change(Operand.Field Field, ConditionOperator Operator, Operand? Right) : Criterion
    {
        public override IEnumerable<string> Roots =>
            [ScopeNames.Before, ScopeNames.After, ScopeNames.Trigger, .. Right?.Roots ?? []];

        public override string? WhyNot(in Value scope, ref LogicWork work)
        {
            work.Spend(1);
            var wanted = Right?.Evaluate(scope) ?? default;
            scope.TryGetMember(ScopeNames.Before, out var entityBefore);
            scope.TryGetMember(ScopeNames.After, out var entityAfter);
            if (entityBefore.IsNull && entityAfter.IsNull) return Sentence(wanted) + ": the event is no change";
            if (entityAfter.IsNull) scope.TryGetMember(ScopeNames.Trigger, out entityAfter);
            var (before, after) = (Field.EvaluateIn(entityBefore), Field.EvaluateIn(entityAfter));
            if (before.Equals(after) || (Comparison.IsEmpty(before) && Comparison.IsEmpty(after)))
                return $"{Sentence(wanted)}: did not change, is {Wording.Quote(after)}";
            return Holds(before, after, wanted, ref work)
                ? null
                : $"{Sentence(wanted)}: changed from {Wording.Quote(before)} to {Wording.Quote(after)}";
        }

        // A change of spelling alone is a change, but not one to or from a value.
        private bool Holds(in Value before, in Value after, in Value wanted, ref LogicWork work) => Operator.Kind switch
        {
            OperatorKind.ChangedTo => Comparison.IsOneOf(after, wanted, ref work) && !Comparison.AreSame(before, after, ref work),
            OperatorKind.ChangedFrom => Comparison.IsOneOf(before, wanted, ref work) && !Comparison.AreSame(before, after, ref work),
            _ => true,
        };

        private string Sentence(in Value wanted) => Wording.Sentence(Field, Operator, Right, wanted);
    }
}
