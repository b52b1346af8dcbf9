namespace Cadenza.Domain.Expressions;

/// <summary>Why a text is not a template.</summary>
/// <param name="Message">A sentence for the author of the template.</param>
/// <param name="Index">Where in the text, counted in characters from 0.</param>
public sealed record TemplateError(string Message, int Index);

/// <summary>A text is not a template; see <see cref="Error"/>.</summary>
public sealed class TemplateSyntaxException(TemplateError error)
    : FormatException($"{error?.Message} (at index {error?.Index})")
{
    /// <summary>What is wrong, and where.</summary>
    public TemplateError Error { get; } = error ?? throw new ArgumentNullException(nameof(error));
}
