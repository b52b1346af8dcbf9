using System.Diagnostics.CodeAnalysis;
using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Delivery;

/// <summary>Subject and body of an e-mail, compiled once for all its recipients.</summary>
/// <param name="Subject">The subject's template.</param>
/// <param name="Body">The body's template.</param>
public sealed record EmailTemplate(Template Subject, Template Body)
{
    /// <summary>Whether the author wrote HTML.</summary>
    public bool IsHtml { get; } = MailBody.LooksLikeHtml(Body.Text);

    /// <summary>Compiles subject and body.</summary>
    /// <exception cref="TemplateSyntaxException">One of them is not a template.</exception>
    public static EmailTemplate Parse(string subject, string body) => new(Template.Parse(subject), Template.Parse(body));

    /// <summary>Renders both for one recipient; false when one is longer than <see cref="Template.DefaultMaxLength"/>.</summary>
    public bool TryRender(
        ITemplateVariables variables, [NotNullWhen(true)] out string? subject, [NotNullWhen(true)] out string? body)
    {
        body = null;
        return Subject.TryRender(variables, TemplateEncoding.SingleLine, out subject)
            && Body.TryRender(variables, IsHtml ? TemplateEncoding.Html : TemplateEncoding.Text, out body);
    }
}
