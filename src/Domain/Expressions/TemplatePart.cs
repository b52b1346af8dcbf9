namespace Cadenza.Domain.Expressions;

/// <summary>A piece of a compiled template.</summary>
internal abstract record TemplatePart
{
    private TemplatePart()
    {
    }

    /// <summary>Text that is copied.</summary>
    public sealed record Literal(string Text) : TemplatePart;

    /// <summary>A place where a value goes.</summary>
    public sealed record Variable(VariablePath Path, IReadOnlyList<TemplateFilter> Filters) : TemplatePart
    {
        public string Render(ITemplateVariables variables)
        {
            var value = variables.Find(Path);
            for (var i = 0; i < Filters.Count; i++) value = Filters[i].Apply(value);
            return value ?? "";
        }
    }
}
