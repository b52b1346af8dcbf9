using System.Text.Encodings.Web;
using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace Cadenza.Domain.Expressions.Liquid;

/// <summary><c>{% assign name = value %}</c>.</summary>
internal sealed class LiquidAssign(int slot, Expression value) : Statement
{
    public override ValueTask<Completion> WriteToAsync(TextWriter writer, TextEncoder encoder, TemplateContext context)
    {
        var rendering = (LiquidContext)context;
        rendering.Charge(0);
        rendering.Missing = null;
        rendering.Locals[slot] = value.Now(rendering);
        rendering.WarnOfMissing();
        return new ValueTask<Completion>(Completion.Normal);
    }
}

/// <summary><c>{% capture name %}…{% endcapture %}</c>: what is in it is as safe as the rest of the template.</summary>
internal sealed class LiquidCapture(int slot, IReadOnlyList<Statement> statements) : Statement
{
    public override ValueTask<Completion> WriteToAsync(TextWriter writer, TextEncoder encoder, TemplateContext context)
    {
        var rendering = (LiquidContext)context;
        rendering.Charge(0);
        using var part = ((LiquidWriter)writer).RentPart();
        var completion = statements.Write(part, encoder, rendering);
        var text = part.ToString();
        rendering.Charge(text.Length);
        rendering.Locals[slot] = new StringValue(text, encode: false);
        return new ValueTask<Completion>(completion);
    }
}

/// <summary>Statements one after another.</summary>
internal static class LiquidBlock
{
    /// <summary>Writes them until one of them leaves the loop or the round.</summary>
    public static Completion Write(this IReadOnlyList<Statement> statements, LiquidWriter writer, TextEncoder encoder, LiquidContext context)
    {
        for (var i = 0; i < statements.Count; i++)
        {
            var completion = statements[i].WriteToAsync(writer, encoder, context).Now();
            if (completion != Completion.Normal) return completion;
        }

        return Completion.Normal;
    }
}
