using System.Text.Encodings.Web;
using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace Cadenza.Domain.Expressions.Liquid;

/// <summary><c>{{ … }}</c>: a value, made safe for where it stands unless a filter or a block says that it is safe already.</summary>
internal sealed class LiquidOutput(Expression expression) : Statement
{
    private readonly LiquidVariable? _variable = expression as LiquidVariable;

    public override ValueTask<Completion> WriteToAsync(TextWriter writer, TextEncoder encoder, TemplateContext context)
    {
        var (output, rendering) = ((LiquidWriter)writer, (LiquidContext)context);
        if (_variable?.TryFindData(rendering, out var data) == true)
        {
            rendering.Charge(data.Weight);
            output.WriteValue(data.ToText());
            return new ValueTask<Completion>(Completion.Normal);
        }

        rendering.Missing = null;
        var value = expression.Now(rendering);
        rendering.WarnOfMissing();
        // The author's own text is as safe as the rest of the template.
        if (value is StringValue { Encode: false } || expression is LiteralExpression) output.Write(value.ToStringValue());
        else output.WriteValue(LiquidValues.ToText(value));
        return new ValueTask<Completion>(Completion.Normal);
    }
}
