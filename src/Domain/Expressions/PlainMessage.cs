using Cadenza.Domain.Expressions.Liquid;

namespace Cadenza.Domain.Expressions;

/// <summary>A message with placeholders alone.</summary>
internal sealed class PlainMessage(Template template) : MessageTemplate(template.Text)
{
    public override IReadOnlyList<VariablePath> Variables => template.Variables;

    public override IReadOnlyList<VariablePath> Shown => template.Shown;

    public override bool Needs(string variable) => template.Needs(variable);

    public override RenderedMessage Render(
        ITemplateVariables variables, TemplateEncoding encoding, ICollection<string>? warnings = null, int maxLength = Template.DefaultMaxLength) =>
        template.TryRender(variables, encoding, warnings, out var text, maxLength)
            ? new RenderedMessage(text, null)
            : new RenderedMessage(null, LiquidLimits.TooLong(maxLength).Fault);
}
