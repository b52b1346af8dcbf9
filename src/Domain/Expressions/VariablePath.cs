namespace Cadenza.Domain.Expressions;

/// <summary>A variable as written in a template: <c>contact.attributes.plan</c> has three segments.</summary>
public sealed class VariablePath
{
    private readonly string[] _segments;

    internal VariablePath(string[] segments)
    {
        _segments = segments;
        Text = string.Join('.', segments);
    }

    /// <summary>The whole path, segments joined with dots.</summary>
    public string Text { get; }

    /// <summary>Its parts, at least one, none of them empty.</summary>
    public ReadOnlySpan<string> Segments => _segments;

    /// <inheritdoc/>
    public override string ToString() => Text;
}
