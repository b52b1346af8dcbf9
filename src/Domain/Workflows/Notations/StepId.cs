using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Workflows.Notations;

/// <summary>What a step may be called. Its output is read by that name, so it must be a name that templates can say; <c>before</c>, <c>after</c> and <c>now</c> keep their meaning there.</summary>
public static class StepId
{
    /// <summary>The longest id.</summary>
    public const int MaxLength = 100;

    /// <summary>The names that a template's variables begin with besides those of steps (A9, D6).</summary>
    public static IReadOnlyList<string> Reserved { get; } = ScopeNames.All;

    // What the other reserved names mean is seldom asked for, and good words for steps: such a step's output is not read by its name.
    private static readonly string[] Forbidden = [ScopeNames.Trigger, ScopeNames.Contact];

    /// <summary>What is wrong with an id, as the rest of a sentence; null when nothing is.</summary>
    public static string? Fault(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (id.Length == 0) return "must not be empty";
        if (id.Length > MaxLength) return $"must have at most {MaxLength} characters";
        if (!id.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-')) return "must be made of letters, digits, _ and -";
        return Forbidden.Any(name => VariableName.AreEqual(name, id)) ? "is a name that templates use for something else" : null;
    }

    /// <summary>Whether a variable's first name means something else than a step.</summary>
    public static bool IsReserved(string name) => Reserved.Any(reserved => VariableName.AreEqual(reserved, name));
}
