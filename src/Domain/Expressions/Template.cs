using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Cadenza.Domain.Expressions;

/// <summary>
/// A text with variables, such as <c>Hello {{ contact.name | default: "there" }}</c>, parsed once and rendered many times.
/// Immutable; a caller that renders the same text again keeps it. There is no code in a template: rendering only looks values up.
/// </summary>
public sealed class Template
{
    /// <summary>The most characters a rendering may have, unless the caller sets another limit.</summary>
    public const int DefaultMaxLength = 1024 * 1024;

    private readonly IReadOnlyList<TemplatePart> _parts;
    private readonly int _literalLength;

    private Template(string text, IReadOnlyList<TemplatePart> parts)
    {
        Text = text;
        _parts = parts;
        _literalLength = parts.Sum(part => part is TemplatePart.Literal literal ? literal.Text.Length : 0);
        Variables = Paths(parts.OfType<TemplatePart.Variable>());
        Shown = Paths(parts.OfType<TemplatePart.Variable>().Where(variable => !variable.Filters.Any(filter => filter is TemplateFilter.Default)));
    }

    private static IReadOnlyList<VariablePath> Paths(IEnumerable<TemplatePart.Variable> variables) => [.. variables.Select(variable => variable.Path).DistinctBy(path => path.Text)];

    /// <summary>The one variable that the whole text is, when it is no more than that: its value then keeps its type.</summary>
    internal TemplatePart.Variable? Whole => _parts is [TemplatePart.Variable only] ? only : null;

    /// <summary>Whether it is text alone.</summary>
    internal bool IsConstant => _parts is [] or [TemplatePart.Literal];

    /// <summary>How many variables stand in it, repeated ones included.</summary>
    internal int Placeholders => _parts.Count(part => part is TemplatePart.Variable);

    /// <summary>The text it was parsed from.</summary>
    public string Text { get; }

    /// <summary>The variables it mentions, each spelling once, in order of appearance.</summary>
    public IReadOnlyList<VariablePath> Variables { get; }

    /// <summary>Those of them that have no default.</summary>
    public IReadOnlyList<VariablePath> Shown { get; }

    /// <summary>Whether it mentions a variable of one name without saying what stands in for it.</summary>
    public bool Needs(string variable) => _parts.OfType<TemplatePart.Variable>().Any(part =>
        part.Path.Segments.Length == 1 && VariableName.AreEqual(part.Path.Segments[0], variable) && !part.Filters.Any(filter => filter is TemplateFilter.Default));

    /// <summary>Parses a text.</summary>
    /// <exception cref="TemplateSyntaxException">An unclosed <c>{{</c>, an unknown filter, or something that is not a variable.</exception>
    public static Template Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Template(text, new TemplateParser(text).Parse());
    }

    /// <summary>Parses a text; false, with the reason and the place, when it is not a template.</summary>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out Template? template, [NotNullWhen(false)] out TemplateError? error)
    {
        try
        {
            (template, error) = (Parse(text), null);
            return true;
        }
        catch (TemplateSyntaxException invalid)
        {
            (template, error) = (null, invalid.Error);
            return false;
        }
    }

    /// <summary>
    /// Renders. False, with null, when the result would be longer than <paramref name="maxLength"/> characters:
    /// a text is never cut short. A variable without a value leaves nothing.
    /// </summary>
    /// <param name="variables">The values.</param>
    /// <param name="encoding">What the values are made safe for.</param>
    /// <param name="rendered">The whole text, or null.</param>
    /// <param name="maxLength">The most characters the result may have.</param>
    public bool TryRender(
        ITemplateVariables variables,
        TemplateEncoding encoding,
        [NotNullWhen(true)] out string? rendered,
        int maxLength = DefaultMaxLength) => TryRender(variables, encoding, null, out rendered, maxLength);

    /// <summary>The same, which also says to <paramref name="warnings"/> which variables are none.</summary>
    public bool TryRender(
        ITemplateVariables variables,
        TemplateEncoding encoding,
        ICollection<string>? warnings,
        [NotNullWhen(true)] out string? rendered,
        int maxLength = DefaultMaxLength)
    {
        ArgumentNullException.ThrowIfNull(variables);
        rendered = null;
        if (_literalLength > maxLength) return false;
        if (_parts is [TemplatePart.Literal only])
        {
            rendered = only.Text;
            return true;
        }

        var text = new StringBuilder(_literalLength + (Variables.Count * 16));
        foreach (var part in _parts)
        {
            if (part is TemplatePart.Literal literal) text.Append(literal.Text);
            else if (part is TemplatePart.Variable variable)
            {
                // Beyond the limit a value cannot fit, whatever encoding makes of it; the 1 is what every value weighs.
                if (!variable.TryEvaluate(variables, warnings, DefaultMaxLength + 1, out var value)) return false;
                var shown = value.ToText();
                if (shown.Length > maxLength - text.Length) return false;
                text.Append(IsAsItIs(variable, encoding, text.Length == 0) ? shown : encoding.Encode(shown));
            }

            if (text.Length > maxLength) return false;
        }

        rendered = text.ToString();
        return true;
    }

    // What begins a URL is the author's way to name the whole address, or its base.
    private static bool IsAsItIs(TemplatePart.Variable variable, TemplateEncoding encoding, bool isFirst) => encoding switch
    {
        TemplateEncoding.Html => variable.IsSafe,
        TemplateEncoding.Url => variable.IsSafe || variable.IsUrlEncoded || isFirst,
        _ => false,
    };
}
