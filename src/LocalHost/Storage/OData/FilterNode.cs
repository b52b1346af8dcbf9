using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Cadenza.LocalHost.Storage.Entities;

namespace Cadenza.LocalHost.Storage.OData;

/// <summary>A filter's condition. A row that lacks a property matches no comparison with it, not even <c>ne</c>.</summary>
internal abstract record FilterNode
{
    public const string PartitionKey = "PartitionKey";
    public const string RowKey = "RowKey";
    public const string Timestamp = "Timestamp";

    public abstract bool Matches(scoped in FilterRow row);
}

/// <summary>A row to be looked at.</summary>
internal readonly ref struct FilterRow(ReadOnlySpan<byte> partitionKey, ReadOnlySpan<byte> rowKey, long version, ReadOnlySpan<byte> properties)
{
    public ReadOnlySpan<byte> PartitionKey { get; } = partitionKey;

    public ReadOnlySpan<byte> RowKey { get; } = rowKey;

    public long Version { get; } = version;

    public ReadOnlySpan<byte> Properties { get; } = properties;
}

internal sealed record AndNode(FilterNode Left, FilterNode Right) : FilterNode
{
    public override bool Matches(scoped in FilterRow row) => Left.Matches(row) && Right.Matches(row);
}

internal sealed record OrNode(FilterNode Left, FilterNode Right) : FilterNode
{
    public override bool Matches(scoped in FilterRow row) => Left.Matches(row) || Right.Matches(row);
}

internal sealed record NotNode(FilterNode Inner) : FilterNode
{
    public override bool Matches(scoped in FilterRow row) => !Inner.Matches(row);
}

/// <summary><c>true</c> or <c>false</c> standing alone.</summary>
internal sealed record ConstantNode(bool Value) : FilterNode
{
    public override bool Matches(scoped in FilterRow row) => Value;
}

internal enum Comparison
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>A property compared with a literal.</summary>
internal sealed record ComparisonNode(string Property, byte[] Name, Comparison Operator, FilterLiteral Literal) : FilterNode
{
    public override bool Matches(scoped in FilterRow row)
    {
        switch (Property)
        {
            case PartitionKey: return Holds(Literal.CompareText(row.PartitionKey));
            case RowKey: return Holds(Literal.CompareText(row.RowKey));
            case Timestamp: return Holds(Literal.CompareTime(row.Version));
        }

        var reader = new PropertyReader(row.Properties);
        while (reader.MoveNext())
        {
            if (reader.Name.SequenceEqual(Name)) return Holds(Literal.Compare(reader.Value));
        }

        return false;
    }

    // Null: the types cannot be compared (or one is not a number), and then nothing but "ne" holds.
    private bool Holds(int? order) => Operator switch
    {
        Comparison.Equal => order == 0,
        Comparison.NotEqual => order != 0,
        Comparison.Less => order < 0,
        Comparison.LessOrEqual => order <= 0,
        Comparison.Greater => order > 0,
        _ => order >= 0,
    };
}

internal enum LiteralKind
{
    String,
    Binary,
    Boolean,
    DateTime,
    Double,
    Guid,
    Integer,
}

/// <summary>A typed literal. Numbers of different types compare by value.</summary>
/// <param name="Kind">Its type.</param>
/// <param name="Text">Bytes of a string (UTF-8) or binary.</param>
/// <param name="Number">An integer, a boolean as 0 or 1, or a time's UTC ticks.</param>
/// <param name="Real">A double.</param>
/// <param name="Guid">A GUID.</param>
internal sealed record FilterLiteral(LiteralKind Kind, byte[] Text, long Number = 0, double Real = 0, Guid Guid = default)
{
    public int? CompareText(scoped ReadOnlySpan<byte> value) => Kind == LiteralKind.String ? value.SequenceCompareTo(Text) : null;

    public int? CompareTime(long ticks) => Kind == LiteralKind.DateTime ? ticks.CompareTo(Number) : null;

    public int? Compare(scoped StoredValue value) => value.Type switch
    {
        EdmType.String => CompareText(value.Bytes),
        EdmType.Binary => Kind == LiteralKind.Binary ? value.Bytes.SequenceCompareTo(Text) : null,
        EdmType.Boolean => Kind == LiteralKind.Boolean ? value.Bytes[0].CompareTo((byte)Number) : null,
        EdmType.DateTime => CompareTime(BinaryPrimitives.ReadInt64LittleEndian(value.Bytes)),
        EdmType.Guid => Kind == LiteralKind.Guid ? MemoryMarshal.Read<Guid>(value.Bytes).CompareTo(Guid) : null,
        EdmType.Double => CompareReal(value.AsDouble()),
        _ => CompareInteger(value.AsInt64()),
    };

    private int? CompareReal(double value)
    {
        if (Kind is not (LiteralKind.Double or LiteralKind.Integer)) return null;
        var other = Kind == LiteralKind.Double ? Real : Number;
        return double.IsNaN(value) || double.IsNaN(other) ? null : value.CompareTo(other);
    }

    private int? CompareInteger(long value) => Kind switch
    {
        LiteralKind.Integer => value.CompareTo(Number),
        LiteralKind.Double when !double.IsNaN(Real) => ((double)value).CompareTo(Real),
        _ => null,
    };
}
