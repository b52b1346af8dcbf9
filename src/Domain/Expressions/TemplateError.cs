namespace Cadenza.Domain.Expressions;

/// <summary>Why a text is not a template.</summary>
/// <param name="Message">A sentence for the author of the template.</param>
/// <param name="Index">Where in the text, counted in characters from 0.</param>
/// <param name="Line">The line of that place, from 1.</param>
/// <param name="Column">The character of that line, from 1.</param>
public sealed record TemplateError(string Message, int Index, int Line, int Column)
{
    /// <summary>The reason with its place, as the rest of a sentence or a sentence of its own.</summary>
    public string Sentence => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Message} (line {Line}, column {Column})");

    /// <summary>A fault at a place of a text.</summary>
    internal static TemplateError At(string text, int index, string message)
    {
        var before = text.AsSpan(0, index);
        return new TemplateError(message, index, before.Count('\n') + 1, index - before.LastIndexOf('\n'));
    }
}

/// <summary>A text is not a template; see <see cref="Error"/>.</summary>
public sealed class TemplateSyntaxException(TemplateError error)
    : FormatException(error?.Sentence)
{
    /// <summary>What is wrong, and where.</summary>
    public TemplateError Error { get; } = error ?? throw new ArgumentNullException(nameof(error));
}
