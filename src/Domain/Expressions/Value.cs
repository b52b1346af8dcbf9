using System.Diagnostics.CodeAnalysis;

namespace Cadenza.Domain.Expressions;

/// <summary>
/// An immutable JSON value, made to be read millions of times: two words wide, so that booleans and numbers cost no memory.
/// <c>default</c> is null. Numbers are doubles, and keep their own text when the double would lose digits.
/// No value is deeper than <see cref="MaxDepth"/> or heavier than <see cref="MaxWeight"/>, whatever made it: what walks over
/// one (comparing, writing) therefore ends, on a bounded stack.
/// </summary>
public readonly partial struct Value : IEquatable<Value>
{
    /// <summary>The most levels of arrays and objects within each other.</summary>
    public const int MaxDepth = 128;

    /// <summary>What readers and writers of documents with values in them must allow: the deepest value, and the levels that rows, answers and messages put around it.</summary>
    public const int MaxDocumentDepth = MaxDepth + 32;

    /// <summary>The most that all values and characters within one value may be, counted together.</summary>
    public const int MaxWeight = 16 * 1024 * 1024;

    private static readonly object TrueMark = new();
    private static readonly object FalseMark = new();
    private static readonly object NumberMark = new();

    // What it is: null, one of the marks, a NumberText, a string, ArrayItems or ObjectMembers.
    private readonly object? _content;
    private readonly double _number;

    private Value(object? content, double number = 0)
    {
        _content = content;
        _number = number;
    }

    /// <summary>Null; what a missing variable is.</summary>
    public static Value Null => default;

    /// <summary>What kind of value it is.</summary>
    public ValueKind Kind => _content switch
    {
        null => ValueKind.Null,
        string => ValueKind.Text,
        ObjectMembers => ValueKind.Object,
        ArrayItems => ValueKind.Array,
        _ => IsBoolean ? ValueKind.Boolean : ValueKind.Number,
    };

    /// <summary>True for null.</summary>
    public bool IsNull => _content is null;

    /// <summary>The boolean.</summary>
    /// <exception cref="InvalidOperationException">It is not a boolean.</exception>
    public bool AsBoolean => IsBoolean ? ReferenceEquals(_content, TrueMark) : throw Not(ValueKind.Boolean);

    /// <summary>The number, rounded to a double. May be NaN or infinite when it was calculated.</summary>
    /// <exception cref="InvalidOperationException">It is not a number.</exception>
    public double AsNumber => IsNumber ? _number : throw Not(ValueKind.Number);

    /// <summary>The text.</summary>
    /// <exception cref="InvalidOperationException">It is not a text.</exception>
    public string AsText => _content as string ?? throw Not(ValueKind.Text);

    /// <summary>The elements of an array; empty for anything else.</summary>
    public IReadOnlyList<Value> Items => _content is ArrayItems array ? array.Values : [];

    /// <summary>The members of an object, in their order, each name once; empty for anything else.</summary>
    public IReadOnlyList<KeyValuePair<string, Value>> Members => _content is ObjectMembers members ? members.All : [];

    internal bool IsBoolean => ReferenceEquals(_content, TrueMark) || ReferenceEquals(_content, FalseMark);

    internal bool IsNumber => ReferenceEquals(_content, NumberMark) || _content is NumberText;

    internal bool IsArray => _content is ArrayItems;

    internal bool IsObject => _content is ObjectMembers;

    // The same as the public ones, for those who have asked for the kind and count nanoseconds.
    internal double Number => _number;

    internal string? TextOrNull => _content as string;

    internal ReadOnlySpan<Value> ItemSpan => _content is ArrayItems array ? array.Values : default;

    /// <summary>How many levels of arrays and objects it has; 0 when it is neither. Known since it was made, so asking is free.</summary>
    public int Depth => _content switch
    {
        ArrayItems array => array.Depth,
        ObjectMembers members => members.Depth,
        _ => 0,
    };

    internal int Weight => _content switch
    {
        string text => 1 + text.Length,
        ArrayItems array => array.Weight,
        ObjectMembers members => members.Weight,
        _ => 1,
    };

    /// <summary>A boolean.</summary>
    public static Value Of(bool value) => new(value ? TrueMark : FalseMark);

    /// <summary>A number.</summary>
    public static Value Of(double value) => new(NumberMark, value);

    /// <summary>A number as a text of digits tells it, with all of them.</summary>
    internal static Value OfNumber(string digits)
    {
        var number = double.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
        return NumberFormat.LosesDigits(digits, number) ? new Value(new NumberText(digits), number) : Of(number);
    }

    /// <summary>A text; null gives <see cref="Null"/>.</summary>
    public static Value Of(string? value) => new(value);

    /// <summary>An array of these elements, which are copied.</summary>
    /// <exception cref="ExpressionLimitException">Too deep or too large.</exception>
    public static Value Array(IReadOnlyList<Value> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return new Value(new ArrayItems([.. items]));
    }

    /// <summary>An object of these members, which are copied. Of two with the same name the later one counts.</summary>
    /// <exception cref="ExpressionLimitException">Too deep or too large.</exception>
    public static Value Object(IEnumerable<KeyValuePair<string, Value>> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        return new Value(new ObjectMembers([.. members]));
    }

    /// <summary>The member of exactly that name; false when there is none or this is not an object.</summary>
    public bool TryGetMember(string name, out Value value)
    {
        if (_content is ObjectMembers members) return members.TryGet(name, out value);
        value = default;
        return false;
    }

    /// <summary>The same as before without a copy: the caller gives the array away.</summary>
    internal static Value Own(Value[] items) => new(new ArrayItems(items));

    /// <summary>Whether both are one and the same array or object, or the same null, boolean: identity, as JavaScript has it.</summary>
    internal static bool AreSame(in Value left, in Value right) => ReferenceEquals(left._content, right._content);

    /// <inheritdoc/>
    public bool Equals(Value other)
    {
        if (ReferenceEquals(_content, other._content)) return !IsNumber || _number.Equals(other._number);
        return (_content, other._content) switch
        {
            (string left, string right) => left == right,
            (NumberText left, NumberText right) => left.Text == right.Text,
            (ArrayItems left, ArrayItems right) => left.Values.AsSpan().SequenceEqual(right.Values),
            (ObjectMembers left, ObjectMembers right) => left.Equals(right),
            _ => false,
        };
    }

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Value other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _content switch
    {
        string text => text.GetHashCode(StringComparison.Ordinal),
        ArrayItems array => HashCode.Combine(ValueKind.Array, array.Values.Length, array.Weight),
        ObjectMembers members => HashCode.Combine(ValueKind.Object, members.All.Length, members.Weight),
        _ => HashCode.Combine(Kind, IsBoolean && AsBoolean, _number),
    };

    /// <summary>Whether both are the same value: the same kind and content; the order of members does not matter.</summary>
    public static bool operator ==(Value left, Value right) => left.Equals(right);

    /// <summary>The opposite of ==.</summary>
    public static bool operator !=(Value left, Value right) => !left.Equals(right);

    private InvalidOperationException Not(ValueKind kind) => new($"A value of the kind {Kind} was read as {kind}.");
}
