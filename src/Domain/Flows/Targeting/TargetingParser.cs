using System.Text.RegularExpressions;

namespace Cadenza.Domain.Flows.Targeting;

/// <summary>
/// Reads an expression by recursive descent: <c>||</c> binds loosest, then <c>&amp;&amp;</c>, then <c>!</c>, then the operators
/// between values, which do not chain.
/// </summary>
internal sealed class TargetingParser(List<TargetingToken> tokens)
{
    /// <summary>The deepest nesting of parentheses and negations.</summary>
    public const int MaxDepth = 64;

    /// <summary>The longest pattern of <c>matches</c>.</summary>
    public const int MaxPattern = 500;

    private const string AnOperator = "an operator (==, !=, >, <, >=, <=, contains, startsWith, endsWith, matches, isIn, isSet, isNotSet, within), '&&', '||' or the end";
    private const string AValue = "a value, such as 'text', 5, true or user.property('…')";

    private static readonly Dictionary<string, ComparisonOperator> Operators = new(StringComparer.Ordinal)
    {
        ["=="] = ComparisonOperator.Equal,
        ["!="] = ComparisonOperator.NotEqual,
        [">"] = ComparisonOperator.Greater,
        ["<"] = ComparisonOperator.Less,
        [">="] = ComparisonOperator.GreaterOrEqual,
        ["<="] = ComparisonOperator.LessOrEqual,
        ["contains"] = ComparisonOperator.Contains,
        ["startsWith"] = ComparisonOperator.StartsWith,
        ["endsWith"] = ComparisonOperator.EndsWith,
        ["isIn"] = ComparisonOperator.IsIn,
    };

    private int _at;
    private int _depth;

    private TargetingToken Current => tokens[_at];

    /// <summary>Reads the whole expression.</summary>
    /// <exception cref="TargetingSyntaxException">It is none.</exception>
    public TargetingNode Read()
    {
        var whole = Any();
        return Current.Kind == TokenKind.End ? whole : throw Unexpected(AnOperator);
    }

    private TargetingNode Any() => Joined("||", All, parts => new AnyNode(parts), node => node is AnyNode);

    private TargetingNode All() => Joined("&&", Negation, parts => new AllNode(parts), node => node is AllNode);

    private TargetingNode Joined(string sign, Func<TargetingNode> read, Func<TargetingNode[], TargetingNode> join, Func<TargetingNode, bool> isAlike)
    {
        var start = Current.Position;
        var first = read();
        if (!Current.Is(sign)) return first;
        List<TargetingNode> parts = [Condition(first, start)];
        while (Current.Is(sign))
        {
            _at++;
            start = Current.Position;
            parts.Add(Condition(read(), start));
        }

        return join([.. parts.SelectMany(part => isAlike(part) ? part.Parts : [part])]);
    }

    private TargetingNode Negation()
    {
        if (!Current.Is("!")) return Comparison();
        _at++;
        var start = Current.Position;
        var part = Deeper(Negation);
        return new ContraryNode(Condition(part, start));
    }

    private TargetingNode Comparison()
    {
        var left = Operand();
        var negation = _at;
        var isNegated = Current.Is("!");
        if (isNegated) _at++;
        var word = Current.Kind is TokenKind.Word or TokenKind.Sign ? Current.Text : "";
        if (word is "isSet" or "isNotSet")
        {
            _at++;
            return Single(new PresenceNode(word == "isSet" != isNegated, left));
        }

        if (word is "matches")
        {
            _at++;
            return Single(new MatchNode(isNegated, left, Pattern()));
        }

        if (word is "within")
        {
            _at++;
            return Single(new WithinNode(isNegated, left, Duration()));
        }

        // '!==' is a slip of those who think of another language.
        if (Operators.TryGetValue(word, out var comparison) && (!isNegated || char.IsAsciiLetter(word[0])))
        {
            _at++;
            return Single(new ComparisonNode(comparison, isNegated, left, Right(comparison, left)));
        }

        if (isNegated) throw Unexpected("contains, startsWith, endsWith, matches, isIn, isSet, isNotSet or within");
        _at = negation;
        return left;
    }

    private TargetingNode Single(TargetingNode comparison)
    {
        if (Current.Is("!") || (Current.Kind is TokenKind.Word or TokenKind.Sign && Operators.ContainsKey(Current.Text))) throw Unexpected("'&&', '||' or the end");
        return comparison;
    }

    private TargetingNode Right(ComparisonOperator comparison, TargetingNode left)
    {
        var start = Current;
        var right = Operand();
        if (comparison == ComparisonOperator.IsIn && right is LiteralNode { Value.Kind: not TargetingKind.List })
            throw new TargetingSyntaxException(start.Position, "a list, such as ['a', 'b']");
        if (left is LookupNode { Name.Words.Count: > 0 } lookup
            && right is LiteralNode literal
            && comparison is ComparisonOperator.Equal or ComparisonOperator.NotEqual or ComparisonOperator.IsIn)
            return new LiteralNode(Word(lookup.Name, literal.Value, start));
        return right;
    }

    // A word that the left side can never be would make the comparison silently false.
    private static TargetingValue Word(LookupName name, TargetingValue value, TargetingToken at)
    {
        if (value.Kind == TargetingKind.List) return TargetingValue.Of(value.Items.Select(item => Word(name, item, at)));
        var word = value.Text.EndsWith(name.Ending, StringComparison.Ordinal) ? value.Text[..^name.Ending.Length] : value.Text;
        if (!name.Words.Contains(word))
            throw new TargetingSyntaxException(at.Position, "one of " + string.Join(", ", name.Words.Select(one => $"'{one}{name.Ending}'")));
        return TargetingValue.Of(word + name.Ending);
    }

    private TargetingNode Operand()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Text:
                _at++;
                return new LiteralNode(TargetingValue.Of(token.Text));
            case TokenKind.Number:
                if (token.Text.Length > 0) throw new TargetingSyntaxException(token.Position, "a number; a duration stands behind 'within' only");
                _at++;
                return new LiteralNode(TargetingValue.Of(token.Number));
            case TokenKind.Word:
                return Named(token);
            default:
                if (token.Is("[")) return List();
                if (token.Is("(")) return Deeper(Parenthesized);
                throw Unexpected(AValue);
        }
    }

    private TargetingNode Named(TargetingToken token)
    {
        TargetingValue? constant = token.Text switch
        {
            "true" => TargetingValue.Of(true),
            "false" => TargetingValue.Of(false),
            "null" => TargetingValue.Unset,
            _ => null,
        };
        if (constant is not { } value) return Lookup(token);
        _at++;
        return new LiteralNode(value);
    }

    private LookupNode Lookup(TargetingToken first)
    {
        var path = first.Text;
        _at++;
        while (Current.Is(".") && tokens[_at + 1].Kind == TokenKind.Word)
        {
            path += "." + tokens[_at + 1].Text;
            _at += 2;
        }

        var names = TargetingLookups.Find(path);
        if (names.Count == 0) throw new TargetingSyntaxException(first.Position, "one of " + TargetingLookups.Usages, $"'{path}'");
        var arguments = Arguments(names[0]);
        var name = Member(names);
        return new LookupNode(name, arguments, name.Of(arguments));
    }

    private string[] Arguments(LookupName name)
    {
        Take("(", $"'(', as in {name.Usage}");
        var arguments = new List<string>();
        foreach (var parameter in name.Parameters)
        {
            if (arguments.Count > 0) Take(",", $"',' and the {parameter}, as in {name.Usage}");
            if (Current.Kind != TokenKind.Text) throw Unexpected($"the {parameter} in quotes, as in {name.Usage}");
            arguments.Add(Current.Text);
            _at++;
        }

        Take(")", $"')', as in {name.Usage}");
        return [.. arguments];
    }

    private LookupName Member(IReadOnlyList<LookupName> names)
    {
        if (names is [{ Member: null } only]) return only;
        var choices = string.Join(", ", names.Select(name => "'." + name.Member + "'"));
        Take(".", "one of " + choices);
        var found = names.FirstOrDefault(name => Current.IsWord(name.Member!)) ?? throw Unexpected("one of " + choices);
        _at++;
        return found;
    }

    private LiteralNode List()
    {
        _at++;
        var items = new List<TargetingValue>();
        while (!Current.Is("]"))
        {
            if (items.Count > 0) Take(",", "',' or ']'");
            if (Current.Is("[")) throw Unexpected("a text, a number, true, false or null");
            var at = Current.Position;
            if (Operand() is not LiteralNode item) throw new TargetingSyntaxException(at, "a text, a number, true, false or null");
            items.Add(item.Value);
        }

        _at++;
        return new LiteralNode(TargetingValue.Of(items));
    }

    private TargetingNode Parenthesized()
    {
        _at++;
        var inner = Any();
        Take(")", $"')', {AnOperator[..^11]}");
        return inner;
    }

    private Regex Pattern()
    {
        var token = Current;
        if (token.Kind != TokenKind.Text) throw Unexpected("a regular expression in quotes");
        if (token.Text.Length > MaxPattern) throw new TargetingSyntaxException(token.Position, $"a regular expression of at most {MaxPattern} characters", $"one of {token.Text.Length}");
        _at++;
        try
        {
            return new Regex(token.Text, MatchNode.Linear);
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            // Look-around, back references and patterns that grow too large have no linear form.
            throw new TargetingSyntaxException(token.Position, "a regular expression without look-around, back references or very large repetitions");
        }
    }

    private TimeSpan Duration()
    {
        var token = Current;
        if (token.Kind != TokenKind.Number) throw Unexpected("a duration, such as 7d, 24h or 30 minutes");
        _at++;
        var unit = token.Text;
        if (unit.Length == 0 && Current.Kind == TokenKind.Word)
        {
            unit = Current.Text;
            _at++;
        }

        if (TargetingTimes.Unit(unit) is not { } length) throw new TargetingSyntaxException(token.Position, "a duration in s, m, h, d or w, such as 7d");
        var ticks = token.Number * length.Ticks;
        return ticks is >= 0 and <= 36525d * TimeSpan.TicksPerDay
            ? TimeSpan.FromTicks((long)ticks)
            : throw new TargetingSyntaxException(token.Position, "a duration between 0s and 36525d");
    }

    private T Deeper<T>(Func<T> read)
    {
        if (++_depth > MaxDepth) throw new TargetingSyntaxException(Current.Position, $"at most {MaxDepth} parentheses and negations in one another");
        var result = read();
        _depth--;
        return result;
    }

    /// <summary>What has to be a condition, as the whole has to.</summary>
    public static TargetingNode Condition(TargetingNode node, int position) =>
        node.IsCondition ? node : throw new TargetingSyntaxException(position, "a condition, such as user.property('…') == 'text'");

    private void Take(string sign, string expected)
    {
        if (!Current.Is(sign)) throw Unexpected(expected);
        _at++;
    }

    private TargetingSyntaxException Unexpected(string expected) => new(Current.Position, expected);
}
