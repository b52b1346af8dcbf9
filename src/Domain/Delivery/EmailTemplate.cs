using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Delivery;

/// <summary>Subject and body of an e-mail, compiled once for all its recipients.</summary>
/// <param name="Subject">The subject's template.</param>
/// <param name="Body">The body's template.</param>
public sealed record EmailTemplate(MessageTemplate Subject, MessageTemplate Body)
{
    /// <summary>Whether the author wrote HTML.</summary>
    public bool IsHtml { get; } = MailBody.LooksLikeHtml(Body.Text);

    /// <summary>Compiles subject and body of a mail that is stored.</summary>
    /// <exception cref="TemplateSyntaxException">One of them is not a template.</exception>
    public static EmailTemplate Parse(string subject, string body) => new(MessageTemplate.OfStored(subject), MessageTemplate.OfStored(body));

    /// <summary>Renders both for one recipient; the fault of the first that cannot be, with neither text, is null when both can.</summary>
    /// <param name="variables">What is known of the recipient.</param>
    /// <param name="warnings">Is told which variables have no value.</param>
    /// <param name="subject">The subject, on one line.</param>
    /// <param name="body">The body, with values escaped where it is HTML.</param>
    public MessageFault? Render(ITemplateVariables variables, ICollection<string>? warnings, out string subject, out string body)
    {
        var (title, fault) = Subject.Render(variables, TemplateEncoding.SingleLine, warnings);
        var (text, wrong) = fault is null ? Body.Render(variables, IsHtml ? TemplateEncoding.Html : TemplateEncoding.Text, warnings) : default;
        (subject, body) = (title ?? "", text ?? "");
        return fault ?? wrong;
    }
}
