using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Delivery;

/// <summary>One filling of a WhatsApp template: for whom, and what was wrong meanwhile.</summary>
/// <param name="contact">Whom it is for.</param>
/// <param name="warnings">Is told which variables have no value; null when nobody wants to know.</param>
public sealed class WhatsAppFilling(ContactVariables contact, ICollection<string>? warnings = null)
{
    /// <summary>Whom it is for.</summary>
    public ContactVariables Contact => contact;

    /// <summary>
    /// Whether what a dynamic variable names can be a template. It cannot where the whole was filled in before, as the settings of
    /// a workflow's step are: what looks like a template then came with the data.
    /// </summary>
    public bool HasTemplates { get; init; } = true;

    /// <summary>Why the first value that could not be made could not be; null when all could. Without it nothing is sent.</summary>
    public MessageFault? Fault { get; private set; }

    internal string Render(MessageTemplate template)
    {
        var (text, fault) = template.Render(contact, TemplateEncoding.Text, warnings);
        Fault ??= fault;
        return text ?? "";
    }
}
