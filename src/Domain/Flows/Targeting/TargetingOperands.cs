using System.Globalization;
using System.Text;

namespace Cadenza.Domain.Flows.Targeting;

/// <summary>A value that is written in the expression.</summary>
internal sealed class LiteralNode(TargetingValue value) : TargetingNode
{
    /// <summary>The value.</summary>
    public TargetingValue Value => value;

    /// <inheritdoc/>
    public override bool IsCondition => value.Kind == TargetingKind.Flag;

    /// <inheritdoc/>
    public override TargetingValue Evaluate(TargetingSubject subject) => value;

    /// <inheritdoc/>
    public override void Print(StringBuilder text) => Printing.Value(text, value);
}

/// <summary>Something that is looked up: <c>user.property('plan')</c>.</summary>
/// <param name="name">Its name.</param>
/// <param name="arguments">What stands between its parentheses.</param>
/// <param name="lookup">Looks it up.</param>
internal sealed class LookupNode(LookupName name, string[] arguments, Func<TargetingSubject, TargetingValue> lookup) : TargetingNode
{
    /// <summary>What is looked up.</summary>
    public LookupName Name => name;

    /// <inheritdoc/>
    public override bool IsCondition => name.IsCondition;

    /// <inheritdoc/>
    public override TargetingValue Evaluate(TargetingSubject subject) => lookup(subject);

    /// <inheritdoc/>
    public override void Print(StringBuilder text)
    {
        text.Append(name.Path).Append('(');
        Printing.Joined(text, arguments, ", ", Printing.Quoted);
        text.Append(')');
        if (name.Member is not null) text.Append('.').Append(name.Member);
    }
}

/// <summary>How values are written.</summary>
internal static class Printing
{
    /// <summary>Writes several things with something between them.</summary>
    public static void Joined<T>(StringBuilder text, IReadOnlyList<T> items, string between, Action<StringBuilder, T> print)
    {
        for (var index = 0; index < items.Count; index++)
        {
            if (index > 0) text.Append(between);
            print(text, items[index]);
        }
    }

    /// <summary>Writes a literal.</summary>
    public static void Value(StringBuilder text, TargetingValue value)
    {
        switch (value.Kind)
        {
            case TargetingKind.Flag: text.Append(value.Flag ? "true" : "false"); break;
            case TargetingKind.Number: text.Append(value.Number.ToString("R", CultureInfo.InvariantCulture)); break;
            case TargetingKind.Text: Quoted(text, value.Text); break;
            case TargetingKind.List:
                text.Append('[');
                Joined(text, value.Items, ", ", Value);
                text.Append(']');
                break;
            default: text.Append("null"); break;
        }
    }

    /// <summary>Writes a text in quotes.</summary>
    public static void Quoted(StringBuilder text, string content)
    {
        text.Append('\'');
        foreach (var character in content)
        {
            text.Append(character switch
            {
                '\\' => @"\\",
                '\'' => @"\'",
                '\n' => @"\n",
                '\r' => @"\r",
                '\t' => @"\t",
                _ => character.ToString(),
            });
        }

        text.Append('\'');
    }
}
