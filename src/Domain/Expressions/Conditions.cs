using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Cadenza.Domain.Expressions;

/// <summary>Conditions over fields (D5), compiled once.</summary>
public sealed class Conditions
{
    private Conditions(IReadOnlySet<string> roots) => Roots = roots;

    /// <summary>The top-level names it reads, such as <c>trigger</c> and <c>contact</c>.</summary>
    public IReadOnlySet<string> Roots { get; }

    /// <summary>Compiles conditions.</summary>
    public static bool TryCompile(
        JsonElement json, [NotNullWhen(true)] out Conditions? conditions, out IReadOnlyList<ExpressionFault> faults) =>
        throw new NotImplementedException();

    /// <summary>Whether they hold in this scope.</summary>
    public ConditionVerdict Evaluate(in Value scope) => throw new NotImplementedException();
}
