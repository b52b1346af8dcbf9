using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Cadenza.Domain.Expressions.Liquid;

namespace Cadenza.Domain.Expressions;

/// <summary>
/// A text that is sent to a person, with Liquid in it: <c>{% if contact.plan == "pro" %}Hello {{ contact.name | default: "there" }}{% endif %}</c>.
/// Parsed once and rendered many times, by any number of threads at once. A text without tags that today's placeholders
/// understand is rendered by <see cref="Template"/>, which is how it always was.
/// </summary>
public abstract class MessageTemplate
{
    /// <summary>The longest text of a template, in characters.</summary>
    public const int MaxLength = 500_000;

    private const string Tag = "{%";
    private const string Placeholder = "{{";

    private protected MessageTemplate(string text) => Text = text;

    /// <summary>The text it was parsed from.</summary>
    public string Text { get; }

    /// <summary>The variables of the data that it mentions, each spelling once; of a path that it computes, the names before.</summary>
    public abstract IReadOnlyList<VariablePath> Variables { get; }

    /// <summary>Those of them whose place stays empty without a value: what is asked in a condition, or has a default, is none.</summary>
    public abstract IReadOnlyList<VariablePath> Shown { get; }

    /// <summary>Whether it mentions a variable of one name without saying what stands in for it.</summary>
    public abstract bool Needs(string variable);

    /// <summary>Whether a text has anything in it to fill in.</summary>
    public static bool IsOne(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Contains(Placeholder, StringComparison.Ordinal) || text.Contains(Tag, StringComparison.Ordinal);
    }

    /// <summary>Parses a text that is about to be stored; false, with the reason and the place, when it is not a template.</summary>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out MessageTemplate? template, [NotNullWhen(false)] out TemplateError? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        (template, error) = (null, null);
        try
        {
            if (text.Length > MaxLength) error = TemplateError.At(text, MaxLength, string.Create(CultureInfo.InvariantCulture, $"A template may have at most {MaxLength} characters"));
            else template = IsPlain(text, out var plain) ? new PlainMessage(plain) : LiquidMessage.Parse(text);
        }
        catch (TemplateSyntaxException invalid)
        {
            error = invalid.Error;
        }

        return template is not null;
    }

    /// <summary>
    /// A text that is stored. One that was stored before messages knew Liquid, and is none, says what it said then: what looks
    /// like a tag is text in it.
    /// </summary>
    /// <exception cref="TemplateSyntaxException">It was no template then either.</exception>
    public static MessageTemplate OfStored(string text) =>
        TryParse(text, out var template, out _) ? template : new PlainMessage(Template.Parse(text));

    /// <summary>The same; false when it was no template then either.</summary>
    internal static bool TryOfStored(string text, [NotNullWhen(true)] out MessageTemplate? template)
    {
        if (!TryParse(text, out template, out _) && Template.TryParse(text, out var plain, out _)) template = new PlainMessage(plain);
        return template is not null;
    }

    /// <summary>Renders. A variable without a value leaves nothing. Never throws, whatever the template and the values.</summary>
    /// <param name="variables">The values.</param>
    /// <param name="encoding">What the values are made safe for.</param>
    /// <param name="warnings">Is told, in whole sentences, which variables are none; null when nobody wants to know.</param>
    /// <param name="maxLength">The most characters the result may have: a text is never cut short.</param>
    public abstract RenderedMessage Render(
        ITemplateVariables variables, TemplateEncoding encoding, ICollection<string>? warnings = null, int maxLength = Template.DefaultMaxLength);

    private static bool IsPlain(string text, [NotNullWhen(true)] out Template? plain)
    {
        plain = null;
        return !text.Contains(Tag, StringComparison.Ordinal) && Template.TryParse(text, out plain, out _);
    }
}

/// <summary>A text, or the reason why there is none. Exactly one of the two is set.</summary>
/// <param name="Text">The whole text.</param>
/// <param name="Fault">Why there is none.</param>
public readonly record struct RenderedMessage(string? Text, MessageFault? Fault);
