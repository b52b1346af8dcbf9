using System.Globalization;
using System.Text;
using Azure;

namespace Cadenza.LocalHost.Storage.OData;

internal enum TokenKind
{
    End,
    Word,
    Literal,
    Open,
    Close,
}

/// <summary>Splits a filter into words, typed literals and parentheses.</summary>
internal ref struct FilterLexer(string filter)
{
    private readonly string _filter = filter;
    private int _position;
    private int _start;

    public TokenKind Kind { get; private set; }

    public string Word { get; private set; } = "";

    public FilterLiteral? Literal { get; private set; }

    public void Next()
    {
        while (_position < _filter.Length && char.IsWhiteSpace(_filter[_position])) _position++;
        _start = _position;
        if (_position == _filter.Length)
        {
            Kind = TokenKind.End;
            return;
        }

        switch (_filter[_position])
        {
            case '(': Take(TokenKind.Open); break;
            case ')': Take(TokenKind.Close); break;
            case '\'': Take(new FilterLiteral(LiteralKind.String, Encoding.UTF8.GetBytes(Quoted()))); break;
            case '-' or '+' or (>= '0' and <= '9'): Take(Number()); break;
            default: WordOrTyped(); break;
        }
    }

    public readonly RequestFailedException Malformed() =>
        StorageFault.InvalidInput($"The filter is malformed at character {_start}.").ToException();

    private void Take(TokenKind kind)
    {
        Kind = kind;
        _position++;
    }

    private void Take(FilterLiteral literal)
    {
        Kind = TokenKind.Literal;
        Literal = literal;
    }

    private string Quoted()
    {
        var text = new StringBuilder();
        for (_position++; _position < _filter.Length; _position++)
        {
            if (_filter[_position] != '\'') text.Append(_filter[_position]);
            else if (_position + 1 < _filter.Length && _filter[_position + 1] == '\'') text.Append(_filter[_position++]);
            else
            {
                _position++;
                return text.ToString();
            }
        }

        throw Malformed();
    }

    private FilterLiteral Number()
    {
        var end = _position + 1;
        while (end < _filter.Length && (char.IsAsciiLetterOrDigit(_filter[end]) || _filter[end] is '.' || (_filter[end] is '-' or '+' && _filter[end - 1] is 'e' or 'E'))) end++;
        var text = _filter[_position..end];
        _position = end;
        if (text[^1] is 'L' or 'l')
            return long.TryParse(text[..^1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var big) ? new(LiteralKind.Integer, [], big) : throw Malformed();
        if (text is "-INF" or "-Infinity") return new(LiteralKind.Double, [], 0, double.NegativeInfinity);
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var small)) return new(LiteralKind.Integer, [], small);
        return double.TryParse(text.TrimEnd('d', 'D'), NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? new(LiteralKind.Double, [], 0, real) : throw Malformed();
    }

    private void WordOrTyped()
    {
        var end = _position;
        while (end < _filter.Length && (char.IsLetterOrDigit(_filter[end]) || _filter[end] == '_')) end++;
        if (end == _position) throw Malformed();
        Word = _filter[_position..end];
        _position = end;
        if (end < _filter.Length && _filter[end] == '\'') Take(Typed(Word));
        else if (Constant(Word) is { } constant) Take(constant);
        else Kind = TokenKind.Word;
    }

    private FilterLiteral Typed(string type)
    {
        var text = Quoted();
        switch (type)
        {
            case "datetime" when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time):
                return new(LiteralKind.DateTime, [], time.UtcTicks);
            case "guid" when Guid.TryParse(text, out var guid):
                return new(LiteralKind.Guid, [], Guid: guid);
            case "X" or "binary" when text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit):
                return new(LiteralKind.Binary, Convert.FromHexString(text));
            default:
                throw Malformed();
        }
    }

    private static FilterLiteral? Constant(string word) => word switch
    {
        "true" => new(LiteralKind.Boolean, [], 1),
        "false" => new(LiteralKind.Boolean, [], 0),
        "NaN" => new(LiteralKind.Double, [], 0, double.NaN),
        "INF" or "Infinity" => new(LiteralKind.Double, [], 0, double.PositiveInfinity),
        _ => null,
    };
}
