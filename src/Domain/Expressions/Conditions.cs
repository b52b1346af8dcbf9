using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Cadenza.Domain.Expressions.Criteria;
using Cadenza.Domain.Expressions.Logic;

namespace Cadenza.Domain.Expressions;

/// <summary>
/// Conditions over fields, compiled once (D5, A7): a group <c>{logic: "AND"|"OR", conditions: […]}</c> whose parts are
/// conditions <c>{field, operator, value}</c> or groups; a condition alone; a list, of which all must hold; a block's
/// <c>{operatorName, left, right}</c>, whose sides are templates; or nothing, which always holds. Immutable, for many threads.
/// What the operators mean is in docs/semantics.md, "Conditions".
/// </summary>
public sealed class Conditions
{
    private readonly Criterion _criterion;

    private Conditions(Criterion criterion)
    {
        _criterion = criterion;
        Roots = criterion.Roots.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>
    /// The top-level names they may read: of <see cref="ScopeNames.All"/> in that spelling, others as written, and
    /// <c>trigger</c> with every name that is none of those.
    /// </summary>
    public IReadOnlySet<string> Roots { get; }

    /// <summary>Compiles conditions; false, with every fault, when they are none.</summary>
    public static bool TryCompile(
        JsonElement json, [NotNullWhen(true)] out Conditions? conditions, out IReadOnlyList<ExpressionFault> faults)
    {
        var compiler = new ConditionsCompiler();
        var criterion = compiler.Compile(json);
        faults = compiler.Faults;
        conditions = faults.Count == 0 && criterion is not null ? new Conditions(criterion) : null;
        return conditions is not null;
    }

    /// <summary>
    /// Whether they hold. A <c>field</c> is a path: a bare name is the trigger's, <c>contact.x</c> and <c>step_id.x</c> are as
    /// they say. Before and after a change are the scope's <c>before</c> and <c>after</c>. Never throws: what takes too many
    /// steps does not hold, and says so.
    /// </summary>
    public ConditionVerdict Evaluate(in Value scope)
    {
        var work = LogicWork.Begin();
        try
        {
            var reason = _criterion.WhyNot(scope, ref work);
            return new ConditionVerdict(reason is null, reason);
        }
        catch (ExpressionLimitException limit)
        {
            return new ConditionVerdict(false, limit.Message);
        }
    }
}
