using System.Globalization;
using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace Cadenza.Domain.Expressions.Liquid;

/// <summary>
/// A variable: one that the template has set, else one of the data. <c>snake_case</c> and <c>camelCase</c> are one name, as in
/// today's placeholders.
/// </summary>
internal sealed class LiquidVariable : Expression
{
    private readonly IReadOnlyList<MemberSegment> _segments;
    private readonly string _text;
    private readonly VariablePath? _whole;
    private int _local = -1;
    private int _slot;

    public LiquidVariable(IReadOnlyList<MemberSegment> segments)
    {
        _segments = segments;
        var names = segments.Select(NameOf).TakeWhile(name => name is not null).Select(name => name!).ToArray();
        // Fluid reads no path that begins with brackets.
        Prefix = names.Length > 0 ? new VariablePath(names) : throw new InvalidOperationException("A path without a first name.");
        _whole = names.Length == segments.Count ? Prefix : null;
        _text = _whole is null ? Prefix.Text + "[…]" : Prefix.Text;
    }

    /// <summary>The path, up to where the template computes a name.</summary>
    public VariablePath Prefix { get; }

    /// <summary>Whether the path is all names, so that it leads to the same value throughout a rendering.</summary>
    public bool IsFixed => _whole is not null;

    /// <summary>Whether a default stands in for it.</summary>
    public bool HasDefault { get; set; }

    /// <summary>Whether it is put out, and not only asked or gone over.</summary>
    public bool IsShown { get; set; }

    /// <summary>Decides where a rendering keeps its value.</summary>
    /// <param name="local">The slot of the variable of that name that the template sets; -1 when it sets none.</param>
    /// <param name="slot">The slot of the path.</param>
    public void Place(int local, int slot) => (_local, _slot) = (local, slot);

    /// <summary>The value among the data, in the type it has there; false when it is none of the data's.</summary>
    public bool TryFindData(LiquidContext context, out Value value)
    {
        if (_whole is not null && (_local < 0 || context.Locals[_local] is null)) return context.TryFind(_whole, _slot, out value);
        value = default;
        return false;
    }

    public override ValueTask<FluidValue> EvaluateAsync(TemplateContext context)
    {
        var rendering = (LiquidContext)context;
        var value = Evaluate(rendering);
        rendering.Charge(LiquidValues.Weigh(value));
        return new ValueTask<FluidValue>(value);
    }

    private FluidValue Evaluate(LiquidContext context)
    {
        if (_local >= 0 && context.Locals[_local] is { } local) return Follow(local, context);
        if (_whole is not null && context.TryFind(_whole, _slot, out var data)) return LiquidValues.From(data);
        if (context.Variables.TryFindRoot(Prefix.Segments[0], out var root)) return Follow(LiquidValues.From(root), context);
        context.Missing ??= _text;
        return NilValue.Instance;
    }

    private FluidValue Follow(FluidValue value, LiquidContext context)
    {
        for (var i = 1; i < _segments.Count; i++)
        {
            context.Charge(LiquidValues.WeighLookup(value));
            value = _segments[i] is IdentifierSegment named
                ? value.GetValueAsync(named.Identifier, context).Now()
                : ElementOf(value, ((IndexerSegment)_segments[i]).Expression.Now(context), context);
            if (!value.IsNil()) continue;
            context.Missing ??= _text;
            return value;
        }

        return value;
    }

    private static FluidValue ElementOf(FluidValue value, FluidValue index, LiquidContext context) =>
        value is ArrayValue list && index is NumberValue && index.ToNumberValue() is < 0 and var back && list.Values.Count + back is >= 0 and var at
            ? list.Values[(int)at]
            : value.GetIndexAsync(index, context).Now();

    private static string? NameOf(MemberSegment segment) => segment switch
    {
        IdentifierSegment named => named.Identifier,
        IndexerSegment { Expression: LiteralExpression { Value: StringValue text } } when text.ToStringValue().Length > 0 => text.ToStringValue(),
        IndexerSegment { Expression: LiteralExpression { Value: NumberValue number } } when number.ToNumberValue() is var index and >= 0 && index == Math.Truncate(index) =>
            index.ToString("F0", CultureInfo.InvariantCulture),
        _ => null,
    };
}
