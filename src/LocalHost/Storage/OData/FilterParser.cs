using System.Text;

namespace Cadenza.LocalHost.Storage.OData;

/// <summary>
/// Reads an OData filter: <c>or</c>, <c>and</c>, <c>not</c>, parentheses, and comparisons of a property with a
/// literal (either way round); a property or <c>true</c> alone stands for itself being true.
/// </summary>
internal ref struct FilterParser
{
    // Deeper nesting than any filter has would overflow the stack.
    private const int MaxDepth = 200;

    private FilterLexer _lexer;
    private int _depth;

    private FilterParser(string filter)
    {
        _lexer = new FilterLexer(filter);
        _lexer.Next();
    }

    /// <exception cref="Azure.RequestFailedException">400 InvalidInput: it is malformed.</exception>
    public static FilterNode Parse(string filter)
    {
        var parser = new FilterParser(filter);
        var node = parser.Or();
        if (parser._lexer.Kind != TokenKind.End) throw parser._lexer.Malformed();
        return node;
    }

    private FilterNode Or()
    {
        var left = And();
        while (TakeWord("or")) left = new OrNode(left, And());
        return left;
    }

    private FilterNode And()
    {
        var left = Not();
        while (TakeWord("and")) left = new AndNode(left, Not());
        return left;
    }

    private FilterNode Not()
    {
        if (++_depth > MaxDepth) throw _lexer.Malformed();
        var node = TakeWord("not") ? new NotNode(Not()) : Operand();
        _depth--;
        return node;
    }

    private FilterNode Operand()
    {
        if (_lexer.Kind == TokenKind.Open)
        {
            _lexer.Next();
            var inner = Or();
            if (_lexer.Kind != TokenKind.Close) throw _lexer.Malformed();
            _lexer.Next();
            return inner;
        }

        return _lexer.Kind switch
        {
            TokenKind.Word => PropertyFirst(),
            TokenKind.Literal => LiteralFirst(),
            _ => throw _lexer.Malformed(),
        };
    }

    private ComparisonNode PropertyFirst()
    {
        var property = _lexer.Word;
        _lexer.Next();
        if (TakeOperator() is not { } comparison) return Compare(property, Comparison.Equal, new FilterLiteral(LiteralKind.Boolean, [], 1));
        if (_lexer.Kind != TokenKind.Literal) throw _lexer.Malformed();
        var literal = _lexer.Literal!;
        _lexer.Next();
        return Compare(property, comparison, literal);
    }

    private FilterNode LiteralFirst()
    {
        var literal = _lexer.Literal!;
        _lexer.Next();
        if (TakeOperator() is not { } comparison)
            return literal.Kind == LiteralKind.Boolean ? new ConstantNode(literal.Number == 1) : throw _lexer.Malformed();
        if (_lexer.Kind != TokenKind.Word) throw _lexer.Malformed();
        var property = _lexer.Word;
        _lexer.Next();
        return Compare(property, Turned(comparison), literal);
    }

    private static ComparisonNode Compare(string property, Comparison comparison, FilterLiteral literal) =>
        new(property, Encoding.UTF8.GetBytes(property), comparison, literal);

    private bool TakeWord(string word)
    {
        if (_lexer.Kind != TokenKind.Word || _lexer.Word != word) return false;
        _lexer.Next();
        return true;
    }

    private Comparison? TakeOperator()
    {
        if (_lexer.Kind != TokenKind.Word) return null;
        Comparison? comparison = _lexer.Word switch
        {
            "eq" => Comparison.Equal,
            "ne" => Comparison.NotEqual,
            "lt" => Comparison.Less,
            "le" => Comparison.LessOrEqual,
            "gt" => Comparison.Greater,
            "ge" => Comparison.GreaterOrEqual,
            _ => null,
        };
        if (comparison is not null) _lexer.Next();
        return comparison;
    }

    private static Comparison Turned(Comparison comparison) => comparison switch
    {
        Comparison.Less => Comparison.Greater,
        Comparison.LessOrEqual => Comparison.GreaterOrEqual,
        Comparison.Greater => Comparison.Less,
        Comparison.GreaterOrEqual => Comparison.LessOrEqual,
        _ => comparison,
    };
}
