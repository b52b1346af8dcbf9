using System.Text;

namespace Cadenza.Domain.Expressions.Logic;

/// <summary><c>cat</c>: the texts of the operands, one after the other.</summary>
internal sealed class ConcatenationNode(LogicNode[] operands) : LogicNode
{
    public override int Size => SizeOf(operands);

    public override Value Evaluate(in Value data, ref LogicWork work)
    {
        var text = new StringBuilder();
        foreach (var operand in operands)
        {
            var part = Coercion.ToJoined(operand.Evaluate(data, ref work), ref work);
            work.SpendReading(part.Length);
            text.Append(part);
        }

        return Value.Of(text.ToString());
    }
}

/// <summary>
/// <c>substr</c>: from a start (negative: from the end) so many characters; a negative number leaves so many off at the end.
/// </summary>
internal sealed class SubstringNode(LogicNode source, LogicNode start, LogicNode? length) : LogicNode
{
    public override int Size => 1 + source.Size + start.Size + (length?.Size ?? 0);

    public override Value Evaluate(in Value data, ref LogicWork work)
    {
        var text = Coercion.ToText(source.Evaluate(data, ref work), ref work);
        var from = ToWhole(Coercion.ToNumber(start.Evaluate(data, ref work), ref work));
        var begin = (int)(from < 0 ? Math.Max(0, text.Length + from) : Math.Min(from, text.Length));
        var rest = text.Length - begin;
        var count = length is null ? rest : ToWhole(Coercion.ToNumber(length.Evaluate(data, ref work), ref work));
        if (count < 0) count += rest;
        var taken = (int)Math.Clamp(count, 0, rest);
        work.SpendReading(taken);
        return Value.Of(text.Substring(begin, taken));
    }

    // ToIntegerOrInfinity: no number is 0, a fraction is cut off.
    private static double ToWhole(double number) => double.IsNaN(number) ? 0 : Math.Truncate(number);
}
