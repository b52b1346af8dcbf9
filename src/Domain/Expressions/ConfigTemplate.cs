using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Cadenza.Domain.Expressions;

/// <summary>A configuration in whose texts placeholders may stand (D6), compiled once.</summary>
public sealed class ConfigTemplate
{
    private ConfigTemplate(IReadOnlySet<string> roots, IReadOnlyList<VariablePath> variables) => (Roots, Variables) = (roots, variables);

    /// <summary>The top-level names it reads, such as <c>trigger</c> and <c>contact</c>.</summary>
    public IReadOnlySet<string> Roots { get; }

    /// <summary>The variables it mentions, each spelling once.</summary>
    public IReadOnlyList<VariablePath> Variables { get; }

    /// <summary>Compiles a configuration.</summary>
    public static bool TryCompile(
        JsonElement config, [NotNullWhen(true)] out ConfigTemplate? template, out IReadOnlyList<ExpressionFault> faults) =>
        throw new NotImplementedException();

    /// <summary>The configuration with every placeholder replaced; says to <paramref name="warnings"/> which had no value.</summary>
    public Value Render(in Value scope, ICollection<string> warnings) => throw new NotImplementedException();
}
