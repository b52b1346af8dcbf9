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
        /// <summary>Whether the author vouches for the value (<c>| safe</c>): then it is not escaped in HTML, nor encoded in a URL.</summary>
        public bool IsSafe { get; } = Filters.Any(filter => filter is TemplateFilter.Safe);

        /// <summary>Whether the value is percent-encoded already (<c>| url_encode</c>).</summary>
        public bool IsUrlEncoded { get; } = Filters.Any(filter => filter is TemplateFilter.Text { Name: "url_encode" });

        /// <summary>
        /// The value with its filters applied; false when it is or becomes heavier than <paramref name="maxWeight"/>.
        /// Says to <paramref name="warnings"/> when there is no such variable and no filter has stood in for it.
        /// </summary>
        public bool TryEvaluate(ITemplateVariables variables, ICollection<string>? warnings, int maxWeight, out Value value)
        {
            var isThere = variables.TryFind(Path, out value);
            if (value.Weight > maxWeight) return false;
            for (var i = 0; i < Filters.Count; i++)
            {
                value = Filters[i].Apply(value);
                if (value.Weight > maxWeight) return false;
            }

            if (!isThere && value.IsNull) warnings?.Add(MissingVariable.Warning(Path.Text));
            return true;
        }
    }
}
