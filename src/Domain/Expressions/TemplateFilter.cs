using System.Globalization;

namespace Cadenza.Domain.Expressions;

/// <summary>A step that a variable's value passes through on its way into the text: <c>| default: "there"</c>.</summary>
internal abstract record TemplateFilter
{
    private TemplateFilter()
    {
    }

    /// <summary>The value after this filter; null means there is none. Never throws.</summary>
    public abstract Value Apply(in Value value);

    /// <summary>Stands in for a value that is missing, empty or blank.</summary>
    public sealed record Default(string Fallback) : TemplateFilter
    {
        public override Value Apply(in Value value) =>
            value.IsNull || (value.TextOrNull is { } text && string.IsNullOrWhiteSpace(text)) ? Value.Of(Fallback) : value;
    }

    /// <summary>A change of the text; what is missing stays so.</summary>
    public sealed record Text(string Name, Func<string, string> Change) : TemplateFilter
    {
        public override Value Apply(in Value value) => value.IsNull ? value : Value.Of(Change(value.ToText()));
    }

    /// <summary>The value as JSON text, null included.</summary>
    public sealed record Json : TemplateFilter
    {
        public override Value Apply(in Value value) => Value.Of(value.ToString());
    }

    /// <summary>
    /// A point in time in a format of .NET's or of strftime and in a zone. A day without a time stays that day in every zone; what is no time passes as it is.
    /// </summary>
    public sealed record Date(string Format, bool IsStrftime, TimeZoneInfo? Zone) : TemplateFilter
    {
        public override Value Apply(in Value value)
        {
            if (!Moment.TryRead(value, out var moment)) return value;
            var time = moment.IsDay || Zone is null ? moment.At : TimeZoneInfo.ConvertTime(moment.At, Zone);
            return Value.Of(IsStrftime ? Strftime.Format(time, Format) : time.ToString(Format, CultureInfo.InvariantCulture));
        }
    }

    /// <summary>A number in a format; without one, the number itself, also where it came as text. What is no number passes as it is.</summary>
    public sealed record Number(string? Format) : TemplateFilter
    {
        public override Value Apply(in Value value)
        {
            if (!Quantity.TryRead(value, out var quantity)) return value;
            if (Format is not null) return Value.Of(quantity.ToText(Format));
            return value.IsNumber ? value : Value.Of(quantity.Rounded);
        }
    }

    /// <summary>Says that the value is HTML already. See <see cref="TemplatePart.Variable.IsSafe"/>.</summary>
    public sealed record Safe : TemplateFilter
    {
        public override Value Apply(in Value value) => value;
    }
}
