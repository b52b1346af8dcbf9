using System.Globalization;
using System.Text;

namespace Cadenza.Domain.Flows.Targeting;

/// <summary>Cuts an expression into tokens, in one pass.</summary>
internal sealed class TargetingTokenizer(string text)
{
    private static readonly string[] Signs = ["&&", "||", "==", "!=", ">=", "<=", "!", ">", "<", "(", ")", "[", "]", ",", "."];
    private readonly List<TargetingToken> _tokens = [];
    private int _at;

    /// <summary>The tokens, the end as the last.</summary>
    /// <exception cref="TargetingSyntaxException">The text holds something that is no token.</exception>
    public List<TargetingToken> Read()
    {
        while (true)
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
            if (_at == text.Length) break;
            _tokens.Add(Next());
        }

        _tokens.Add(new TargetingToken(TokenKind.End, text.Length, ""));
        return _tokens;
    }

    private TargetingToken Next()
    {
        var start = text[_at];
        if (start is '\'' or '"') return Quoted(start);
        if (IsNumber()) return Number();
        if (IsWordStart(start)) return new TargetingToken(TokenKind.Word, _at, Take(IsWordPart));
        var at = _at;
        foreach (var sign in Signs)
        {
            if (string.CompareOrdinal(text, at, sign, 0, sign.Length) != 0) continue;
            _at += sign.Length;
            return new TargetingToken(TokenKind.Sign, at, sign);
        }

        throw new TargetingSyntaxException(at, start switch
        {
            '=' => "'=='",
            '&' => "'&&'",
            '|' => "'||'",
            _ => "a value, an operator or a parenthesis",
        });
    }

    // A minus belongs to the number behind it; the language has no arithmetic.
    private bool IsNumber() =>
        char.IsAsciiDigit(text[_at]) || (text[_at] == '-' && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1]));

    private TargetingToken Number()
    {
        var start = _at++;
        Take(char.IsAsciiDigit);
        if (IsAt('.') && IsDigitAt(_at + 1))
        {
            _at++;
            Take(char.IsAsciiDigit);
        }

        if (_at < text.Length && text[_at] is 'e' or 'E' && (IsDigitAt(_at + 1) || (_at + 1 < text.Length && text[_at + 1] is '+' or '-' && IsDigitAt(_at + 2))))
        {
            _at += 2;
            Take(char.IsAsciiDigit);
        }

        var number = double.Parse(text.AsSpan(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(number)) throw new TargetingSyntaxException(start, "a number that is not too large");
        return new TargetingToken(TokenKind.Number, start, Take(IsWordPart), number);
    }

    private TargetingToken Quoted(char quote)
    {
        var start = _at++;
        var content = new StringBuilder();
        while (_at < text.Length && text[_at] != quote)
        {
            if (text[_at] == '\\' && _at + 1 < text.Length) Escape(content);
            else content.Append(text[_at++]);
        }

        if (_at == text.Length) throw new TargetingSyntaxException(text.Length, $"the closing {quote} of the text that begins at offset {start}");
        _at++;
        return new TargetingToken(TokenKind.Text, start, content.ToString());
    }

    // An escape that means nothing here stays as it is written, so that patterns need no double backslashes: '\d+'.
    private void Escape(StringBuilder content)
    {
        var escaped = text[_at + 1];
        _at += 2;
        switch (escaped)
        {
            case '\\' or '\'' or '"': content.Append(escaped); break;
            case 'n': content.Append('\n'); break;
            case 'r': content.Append('\r'); break;
            case 't': content.Append('\t'); break;
            default: content.Append('\\').Append(escaped); break;
        }
    }

    private string Take(Func<char, bool> belongs)
    {
        var start = _at;
        while (_at < text.Length && belongs(text[_at])) _at++;
        return text[start.._at];
    }

    private bool IsAt(char character) => _at < text.Length && text[_at] == character;

    private bool IsDigitAt(int index) => index < text.Length && char.IsAsciiDigit(text[index]);

    private static bool IsWordStart(char character) => char.IsAsciiLetter(character) || character is '_' or '$';

    private static bool IsWordPart(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '$';
}

/// <summary>Ends the reading of an expression at its first fault; never leaves <see cref="TargetingRule"/>.</summary>
internal sealed class TargetingSyntaxException(int position, string expected, string? found = null) : Exception(expected)
{
    /// <summary>The place of the fault, from 0.</summary>
    public int Position => position;

    /// <summary>What would have been right.</summary>
    public string Expected => Message;

    /// <summary>What is there, where the text does not say it by itself.</summary>
    public string? Found => found;
}
