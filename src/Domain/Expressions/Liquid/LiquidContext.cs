using Fluid;
using Fluid.Values;

namespace Cadenza.Domain.Expressions.Liquid;

/// <summary>One rendering: the values, the variables that the template has set, and the steps taken.</summary>
internal sealed class LiquidContext : TemplateContext
{
    private readonly FoundValue[] _found;
    private readonly ICollection<string>? _warnings;

    public LiquidContext(ITemplateVariables variables, LiquidSlots slots, bool isHtml, ICollection<string>? warnings)
        : base(LiquidFilters.Options)
    {
        Variables = variables;
        IsHtml = isHtml;
        _warnings = warnings;
        Locals = slots.Locals == 0 ? [] : new FluidValue?[slots.Locals];
        _found = slots.Paths == 0 ? [] : new FoundValue[slots.Paths];
    }

    public ITemplateVariables Variables { get; }

    /// <summary>Whether values are escaped for HTML.</summary>
    public bool IsHtml { get; }

    /// <summary>The variables that the template sets, by slot; null while one is not set.</summary>
    public FluidValue?[] Locals { get; }

    /// <summary>The first variable without a value since this was last made null, unless a default stood in for it.</summary>
    public string? Missing { get; set; }

    /// <summary>Whether the steps are used up.</summary>
    public bool IsExhausted => _steps > MaxSteps;

    /// <summary>Counts a step, and more for heavy values.</summary>
    /// <exception cref="LiquidFaultException">The steps are used up.</exception>
    public void Charge(long weight)
    {
        var steps = _steps + 1 + (weight / LiquidLimits.CharactersPerStep);
        if (steps > MaxSteps) throw LiquidLimits.TooManySteps();
        _steps = (int)steps;
    }

    /// <summary>The value of a path that is all names. It cannot change while a text is rendered, so it is looked for once.</summary>
    public bool TryFind(VariablePath path, int slot, out Value value)
    {
        ref var found = ref _found[slot];
        if (!found.IsKnown)
        {
            found.IsKnown = true;
            found.IsThere = Variables.TryFind(path, out found.Value);
        }

        value = found.Value;
        return found.IsThere;
    }

    /// <summary>Says which variable had no value since <see cref="Missing"/> was made null, if one had none.</summary>
    public void WarnOfMissing()
    {
        if (Missing is { } missing) _warnings?.Add(MissingVariable.Warning(missing));
    }

    private struct FoundValue
    {
        public bool IsKnown;
        public bool IsThere;
        public Value Value;
    }
}

/// <summary>How many places one rendering needs.</summary>
/// <param name="Locals">For variables that the template sets.</param>
/// <param name="Paths">For paths into the data.</param>
internal readonly record struct LiquidSlots(int Locals, int Paths);
