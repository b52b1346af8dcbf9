using System.Text.Encodings.Web;
using Fluid;
using Fluid.Ast;

namespace Cadenza.Domain.Expressions.Liquid;

/// <summary>A message in Liquid.</summary>
internal sealed class LiquidMessage : MessageTemplate
{
    private readonly IReadOnlyList<Statement> _statements;
    private readonly LiquidSlots _slots;
    private readonly IReadOnlyList<LiquidVariable> _needed;

    private LiquidMessage(string text, IReadOnlyList<Statement> statements, LiquidRewriter rewriter)
        : base(text)
    {
        (_statements, _slots) = (statements, rewriter.Place());
        _needed = [.. rewriter.Variables.Where(variable => variable is { IsFixed: true, HasDefault: false, Prefix.Segments.Length: 1 })];
        Variables = OfData(rewriter, rewriter.Variables);
        Shown = OfData(rewriter, rewriter.Variables.Where(variable => variable is { IsShown: true, HasDefault: false }));
    }

    public override IReadOnlyList<VariablePath> Variables { get; }

    public override IReadOnlyList<VariablePath> Shown { get; }

    /// <exception cref="TemplateSyntaxException">The text is no Liquid.</exception>
    public static LiquidMessage Parse(string text)
    {
        var rewriter = new LiquidRewriter();
        return new LiquidMessage(text, rewriter.Rewrite(LiquidParser.Instance.Statements(text)), rewriter);
    }

    private static IReadOnlyList<VariablePath> OfData(LiquidRewriter rewriter, IEnumerable<LiquidVariable> variables) =>
    [
        .. variables.Select(variable => variable.Prefix)
            .Where(path => !rewriter.Sets(path.Segments[0]) || ScopeNames.All.Contains(path.Segments[0]))
            .DistinctBy(path => path.Text),
    ];

    public override bool Needs(string variable) => _needed.Any(needed => VariableName.AreEqual(needed.Prefix.Segments[0], variable));

    public override RenderedMessage Render(
        ITemplateVariables variables, TemplateEncoding encoding, ICollection<string>? warnings = null, int maxLength = Template.DefaultMaxLength)
    {
        ArgumentNullException.ThrowIfNull(variables);
        var isHtml = encoding == TemplateEncoding.Html;
        var context = new LiquidContext(variables, _slots, isHtml, warnings);
        using var writer = LiquidWriter.Rent(maxLength, isHtml);
        try
        {
            _statements.Write(writer, isHtml ? HtmlEncoder.Default : NullEncoder.Default, context);
            var text = writer.ToString();
            return new RenderedMessage(encoding == TemplateEncoding.SingleLine ? encoding.Encode(text) : text, null);
        }
        catch (LiquidFaultException fault)
        {
            return new RenderedMessage(null, fault.Fault);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // A statement of Fluid's that counts its own steps, or a comparison that .NET cannot make: that is this message's fault alone.
            return new RenderedMessage(null, context.IsExhausted
                ? LiquidLimits.TooManySteps().Fault
                : new MessageFault(MessageFaultKind.Values, "The template compares or computes values that it cannot."));
        }
    }
}
