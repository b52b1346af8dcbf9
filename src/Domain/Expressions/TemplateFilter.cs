namespace Cadenza.Domain.Expressions;

/// <summary>A step that a variable's value passes through on its way into the text: <c>| default: "there"</c>.</summary>
internal abstract record TemplateFilter
{
    private TemplateFilter()
    {
    }

    /// <summary>The value after this filter; null means there is none.</summary>
    public abstract string? Apply(string? value);

    /// <summary>The filter of that name, or null with the reason when the name or its argument is wrong.</summary>
    public static TemplateFilter? Create(string name, string? argument, out string? problem)
    {
        problem = (name, argument) switch
        {
            ("default", null) => "The filter 'default' needs a text, as in | default: \"there\"",
            ("default", _) => null,
            _ => $"There is no filter '{name}'; known: default",
        };
        return problem is null ? new Default(argument!) : null;
    }

    /// <summary>Stands in for a value that is missing, empty or blank.</summary>
    public sealed record Default(string Fallback) : TemplateFilter
    {
        public override string? Apply(string? value) => string.IsNullOrWhiteSpace(value) ? Fallback : value;
    }
}
