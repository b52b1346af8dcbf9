using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Cadenza.Domain.Expressions;

/// <summary>A JSON Logic rule (A9), compiled once.</summary>
public sealed class JsonLogic
{
    private JsonLogic(IReadOnlySet<string> roots) => Roots = roots;

    /// <summary>The top-level names it reads, such as <c>trigger</c> and <c>contact</c>.</summary>
    public IReadOnlySet<string> Roots { get; }

    /// <summary>Compiles a rule.</summary>
    public static bool TryCompile(
        JsonElement rule, [NotNullWhen(true)] out JsonLogic? logic, [NotNullWhen(false)] out ExpressionFault? fault) =>
        throw new NotImplementedException();

    /// <summary>What the rule comes to over these data.</summary>
    public Value Evaluate(in Value data) => throw new NotImplementedException();

    /// <summary>Whether that is truthy.</summary>
    public bool IsTrue(in Value data) => throw new NotImplementedException();
}
