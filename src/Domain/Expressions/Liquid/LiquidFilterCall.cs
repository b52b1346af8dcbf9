using System.Net;
using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace Cadenza.Domain.Expressions.Liquid;

/// <summary><c>value | filter: argument</c>.</summary>
internal sealed class LiquidFilterCall : Expression
{
    private readonly Expression _input;
    private readonly LiquidFilter _filter;
    private readonly IReadOnlyList<FilterArgument> _arguments;
    private readonly FilterArguments? _constant;

    public LiquidFilterCall(Expression input, LiquidFilter filter, IReadOnlyList<FilterArgument> arguments)
    {
        (_input, _filter, _arguments) = (input, filter, arguments);
        _constant = ConstantsOf(arguments);
    }

    /// <summary>The arguments when all of them stand in the template; else null.</summary>
    public static FilterArguments? ConstantsOf(IReadOnlyList<FilterArgument> arguments)
    {
        if (arguments.Count == 0) return FilterArguments.Empty;
        var constant = new FilterArguments();
        foreach (var argument in arguments)
        {
            if (argument.Expression is not LiteralExpression { Value: var value }) return null;
            Add(constant, argument.Name, value);
        }

        return constant;
    }

    public override ValueTask<FluidValue> EvaluateAsync(TemplateContext context)
    {
        var rendering = (LiquidContext)context;
        var input = _input.Now(rendering);
        var arguments = _constant ?? Arguments(rendering, input is StringValue { Encode: false });
        try
        {
            var result = _filter.Apply(input, arguments, rendering);
            if (result is StringValue text && text.ToStringValue().Length > Template.DefaultMaxLength) throw LiquidLimits.TooLong(Template.DefaultMaxLength);
            rendering.Charge(LiquidValues.Weigh(result));
            return new ValueTask<FluidValue>(result);
        }
        catch (Exception fault) when (fault is not (LiquidFaultException or OutOfMemoryException))
        {
            // Fluid's filters throw whatever .NET does: for a division by zero, a number too large, text that is not base64.
            throw new LiquidFaultException(MessageFaultKind.Values, $"The filter '{_filter.Name}' cannot work with its values.");
        }
    }

    // What is put into a text that is safe already becomes safe too, so it is escaped first.
    private FilterArguments Arguments(LiquidContext context, bool isSafe)
    {
        var arguments = new FilterArguments();
        var missing = context.Missing;
        foreach (var argument in _arguments)
        {
            var value = argument.Expression.Now(context);
            Add(arguments, argument.Name, isSafe && context.IsHtml && argument.Expression is not (LiteralExpression or LiquidConstant) && value is StringValue { Encode: true } text
                ? new StringValue(WebUtility.HtmlEncode(text.ToStringValue()), encode: false)
                : value);
        }

        context.Missing = missing ?? (_filter is LiquidFilter.Default ? null : context.Missing);
        return arguments;
    }

    // Fluid counts named arguments among the others, and fails on a name that comes twice.
    private static void Add(FilterArguments arguments, string? name, FluidValue value)
    {
        if (name is null || !arguments.HasNamed(name)) arguments.Add(name, value);
    }
}
