using System.Text;

namespace Cadenza.Domain.Expressions;

/// <summary>
/// Reads <c>text {{ path | filter: "argument", 2 }} text</c>, where a path is <c>contact.name</c>, <c>items.0.name</c>,
/// <c>items[0].name</c> or <c>contact["First name"]</c>. A quoted text in the place of the path stands for itself, which is
/// how a template says <c>{{ "{{" }}</c>.
/// </summary>
internal sealed class TemplateParser(string text)
{
    private const int MaxFilters = 10;
    private const int MaxSegments = 32;

    private readonly List<TemplatePart> _parts = [];
    private int _at;
    private int _opened;

    /// <exception cref="TemplateSyntaxException">The text is not a template.</exception>
    public IReadOnlyList<TemplatePart> Parse()
    {
        while (_at < text.Length)
        {
            var open = text.IndexOf("{{", _at, StringComparison.Ordinal);
            AddLiteral(text[_at..(open < 0 ? text.Length : open)]);
            if (open < 0) break;
            _opened = open;
            _at = open + 2;
            ReadPlaceholder();
        }

        return _parts;
    }

    private void ReadPlaceholder()
    {
        SkipSpace();
        if (Peek() is '"' or '\'') AddLiteral(ReadQuoted());
        else _parts.Add(new TemplatePart.Variable(ReadPath(), ReadFilters()));
        SkipSpace();
        if (Peek() != '}') throw Fail("Expected | or }}", _at);
        _at++;
        if (Peek() != '}') throw Fail("Expected }}", _at);
        _at++;
    }

    private VariablePath ReadPath()
    {
        var segments = new List<string> { ReadName("a variable such as contact.name") };
        while (_at < text.Length && text[_at] is '.' or '[')
        {
            if (segments.Count == MaxSegments) throw Fail($"A variable may have at most {MaxSegments} names", _at);
            segments.Add(text[_at++] == '.' ? ReadName("a name after the dot") : ReadIndex());
        }

        return new VariablePath([.. segments]);
    }

    private string ReadIndex()
    {
        SkipSpace();
        var start = _at;
        var name = Peek() is '"' or '\'' ? ReadQuoted() : ReadName("a number or a quoted name in the brackets");
        if (name.Length == 0) throw Fail("A name cannot be empty", start);
        SkipSpace();
        if (Peek() != ']') throw Fail("Expected ]", _at);
        _at++;
        return name;
    }

    private List<TemplateFilter> ReadFilters()
    {
        var filters = new List<TemplateFilter>();
        SkipSpace();
        while (Peek() == '|')
        {
            if (filters.Count == MaxFilters) throw Fail($"A variable may have at most {MaxFilters} filters", _at);
            _at++;
            SkipSpace();
            filters.Add(ReadFilter());
            SkipSpace();
        }

        return filters;
    }

    private TemplateFilter ReadFilter()
    {
        var start = _at;
        var name = ReadName("the name of a filter");
        SkipSpace();
        var arguments = new List<string>();
        if (Peek() == ':')
        {
            do
            {
                _at++;
                SkipSpace();
                arguments.Add(char.IsAsciiDigit(Peek()) ? ReadName("a number") : ReadQuoted());
                SkipSpace();
            }
            while (Peek() == ',');
        }

        return TemplateFilters.Create(name, arguments, out var problem) ?? throw Fail(problem!, start);
    }

    private string ReadName(string what)
    {
        var start = _at;
        while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] is '_' or '-')) _at++;
        if (_at > start) return text[start.._at];
        Peek();
        throw Fail($"Expected {what}", start);
    }

    private string ReadQuoted()
    {
        var start = _at;
        var quote = Peek();
        if (quote is not ('"' or '\'')) throw Fail("Expected a text in quotes", start);
        var value = new StringBuilder();
        for (_at++; _at < text.Length && text[_at] != quote; _at++)
        {
            if (text[_at] == '\\' && _at + 1 < text.Length && text[_at + 1] is '"' or '\'' or '\\') _at++;
            value.Append(text[_at]);
        }

        if (_at == text.Length) throw Fail("The text in quotes does not end", start);
        _at++;
        return value.ToString();
    }

    private void AddLiteral(string literal)
    {
        if (literal.Length > 0) _parts.Add(new TemplatePart.Literal(literal));
    }

    private void SkipSpace()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
    }

    private char Peek() => _at < text.Length ? text[_at] : throw Fail("{{ is not closed with }}", _opened);

    private TemplateSyntaxException Fail(string message, int index) => new(TemplateError.At(text, index, message));
}
