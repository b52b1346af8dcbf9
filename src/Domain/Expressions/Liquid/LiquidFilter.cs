using System.Net;
using Fluid;
using Fluid.Values;

namespace Cadenza.Domain.Expressions.Liquid;

/// <summary>A filter. It gives a new value, or throws what says that it cannot work with these ones.</summary>
internal abstract record LiquidFilter(string Name)
{
    /// <summary>What is wrong with arguments that the template names itself; null when nothing is.</summary>
    public virtual string? Fault(FilterArguments arguments) => null;

    /// <summary>The value after the filter.</summary>
    public abstract FluidValue Apply(FluidValue input, FilterArguments arguments, LiquidContext context);

    /// <summary>One that Fluid has.</summary>
    public sealed record Standard(string Name, FilterDelegate Filter) : LiquidFilter(Name)
    {
        public override FluidValue Apply(FluidValue input, FilterArguments arguments, LiquidContext context)
        {
            LiquidGuards.Check(Name, input, arguments, context);
            return Filter(input, arguments, context).Now();
        }
    }

    /// <summary>One that today's placeholders have: it works on values of the data.</summary>
    public sealed record OfValues(string Name) : LiquidFilter(Name)
    {
        public override string? Fault(FilterArguments arguments) => Make(arguments, out var problem) is null ? problem : null;

        public override FluidValue Apply(FluidValue input, FilterArguments arguments, LiquidContext context)
        {
            context.Charge(LiquidValues.Weigh(input));
            var filter = Make(arguments, out var problem) ?? throw new LiquidFaultException(MessageFaultKind.Values, problem + ".");
            var result = LiquidValues.From(filter.Apply(LiquidValues.To(input)));
            return input is StringValue { Encode: false } && result is StringValue text ? new StringValue(text.ToStringValue(), encode: false) : result;
        }

        private TemplateFilter? Make(FilterArguments arguments, out string? problem) => TemplateFilters.Create(
            Name, [.. Enumerable.Range(0, arguments.Count).Select(at => arguments.At(at)).Where(argument => !argument.IsNil()).Select(LiquidValues.ToText)], out problem);
    }

    /// <summary>Stands in for what is missing, empty or blank; <c>allow_false: false</c> counts false among it.</summary>
    public sealed record Default(string Name) : LiquidFilter(Name)
    {
        public override FluidValue Apply(FluidValue input, FilterArguments arguments, LiquidContext context)
        {
            if (!IsMissing(input, arguments)) return input;
            if (arguments.Count > 0) context.Missing = null;
            return arguments.At(0);
        }

        private static bool IsMissing(FluidValue input, FilterArguments arguments) => input switch
        {
            StringValue text => string.IsNullOrWhiteSpace(text.ToStringValue()),
            ArrayValue list => list.Values.Count == 0,
            BooleanValue boolean => !boolean.ToBooleanValue() && arguments.HasNamed("allow_false") && !arguments["allow_false"].ToBooleanValue(),
            _ => input.IsNil() || EmptyValue.Instance.Equals(input),
        };
    }

    /// <summary>Breaks lines in HTML where the text has ends of lines. The text itself is escaped first.</summary>
    public sealed record LineBreaks(string Name) : LiquidFilter(Name)
    {
        public override FluidValue Apply(FluidValue input, FilterArguments arguments, LiquidContext context)
        {
            var text = LiquidValues.ToText(input);
            if (context.IsHtml && input is not StringValue { Encode: false }) text = WebUtility.HtmlEncode(text);
            return new StringValue(text.ReplaceLineEndings("<br />\n"), encode: false);
        }
    }

    /// <summary>Adds numbers up: elements, or a field of each. Fluid does not look into objects like ours.</summary>
    public sealed record Sum(string Name) : LiquidFilter(Name)
    {
        public override FluidValue Apply(FluidValue input, FilterArguments arguments, LiquidContext context)
        {
            context.Charge(LiquidValues.Weigh(input));
            var field = arguments.At(0).IsNil() ? null : arguments.At(0).ToStringValue();
            IReadOnlyList<FluidValue> items = input is ArrayValue list ? list.Values : [input];
            return NumberValue.Create(items.Sum(item => (field is null ? item : item.GetValueAsync(field, context).Now()).ToNumberValue()));
        }
    }

    /// <summary>Says that the value is HTML already.</summary>
    public sealed record Safe(string Name) : LiquidFilter(Name)
    {
        public override FluidValue Apply(FluidValue input, FilterArguments arguments, LiquidContext context) =>
            input.IsNil() ? input : new StringValue(LiquidValues.ToText(input), encode: false);
    }
}
