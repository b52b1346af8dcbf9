using Fluid;
using Fluid.Ast;
using Fluid.Parser;

namespace Cadenza.Domain.Expressions.Liquid;

/// <summary>
/// Fluid's parser with the tags that a message may use, and without the ways to make it recurse until the stack ends. One of a
/// kind, used by all threads.
/// </summary>
internal sealed class LiquidParser : FluidParser
{
    private static readonly string[] Tags = ["#", "assign", "break", "capture", "case", "comment", "continue", "cycle", "echo", "for", "if", "raw", "unless"];

    private LiquidParser()
        : base(new FluidParserOptions { AllowFunctions = false, AllowLiquidTag = false, AllowParentheses = false })
    {
        foreach (var (name, tag) in RegisteredTags.ToList())
        {
            RegisteredTags[name] = Tags.Contains(name) ? new LiquidNested<Statement>(tag, LiquidSyntax.Check) : new LiquidRefusedTag(name);
        }

        Primary.Parser = new LiquidNested<Expression>(Primary.Parser!, static (_, _, _) => { });
        FilterExpression.Parser = new LiquidNested<Expression>(FilterExpression.Parser!, LiquidSyntax.Check);
    }

    /// <summary>The parser.</summary>
    public static LiquidParser Instance { get; } = new();

    /// <summary>The statements of a text.</summary>
    /// <exception cref="TemplateSyntaxException">It is no Liquid, or more than there may be of it.</exception>
    public IReadOnlyList<Statement> Statements(string text)
    {
        var context = new LiquidParseContext(text);
        try
        {
            var isRead = Grammar.TryParse(context, out var statements, out var error);
            if (error is not null) throw Refuse(text, error.Position.Offset, error.Message ?? "");
            if (!isRead || !context.Scanner.Cursor.Eof) throw Refuse(text, context.Scanner.Cursor.Offset, "");
            return statements ?? [];
        }
        catch (Exception fault) when (fault is ParseException or Parlot.ParseException)
        {
            // It ends with the place as Fluid writes it, which is told in our way.
            var at = fault.Message.LastIndexOf(" at (", StringComparison.Ordinal);
            throw Refuse(text, context.Scanner.Cursor.Offset, at < 0 ? fault.Message : fault.Message[..at]);
        }
    }

    private static TemplateSyntaxException Refuse(string text, int offset, string fluid) =>
        LiquidSyntax.Fail(text, offset, LiquidWords.Of(fluid) ?? LiquidSyntax.Unfinished(text, offset));
}

/// <summary>How far the parser has come in a text.</summary>
internal sealed class LiquidParseContext(string text) : FluidParseContext(text)
{
    /// <summary>How many tags and expressions it is within.</summary>
    public int Depth { get; set; }

    /// <summary>How many tags and expressions it has begun to read.</summary>
    public int Parts { get; set; }
}
