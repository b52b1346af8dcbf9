using System.Text;
using Azure;
using Cadenza.LocalHost.Storage.OData;

namespace Cadenza.LocalHost.Tests.Storage.OData;

public sealed class FilterParserTests
{
    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("A eq 1 B eq 2")]
    [InlineData("A eq")]
    [InlineData("eq 1")]
    [InlineData("1 eq 1")]
    [InlineData("A eq B")]
    [InlineData("A eq 'x")]
    [InlineData("A eq x'")]
    [InlineData("A eq datetime'yesterday'")]
    [InlineData("A eq guid'1234'")]
    [InlineData("A eq X'012'")]
    [InlineData("A eq X'xy'")]
    [InlineData("A eq 12Q")]
    [InlineData("A eq 99999999999999999999L")]
    [InlineData("(A eq 1")]
    [InlineData("A eq 1)")]
    [InlineData("()")]
    [InlineData("not")]
    [InlineData("A eq 1 and")]
    [InlineData("or A eq 1")]
    [InlineData("A eq 1 & B eq 2")]
    [InlineData("A == 1")]
    [InlineData("A AND B")]
    [InlineData("'x'")]
    public void Parse_WhenMalformed_IsRefused(string filter)
    {
        var failure = Assert.Throws<RequestFailedException>(() => FilterParser.Parse(filter));
        Assert.Equal((400, "InvalidInput"), (failure.Status, failure.ErrorCode));
    }

    [Fact]
    public void Parse_WhenAPropertyStandsAlone_AsksWhetherItIsTrue() =>
        Assert.Equal(LiteralKind.Boolean, Assert.IsType<ComparisonNode>(FilterParser.Parse("A")).Literal.Kind);

    [Fact]
    public void Parse_WhenNestedTooDeeply_IsRefused() =>
        Assert.Throws<RequestFailedException>(() => FilterParser.Parse(new string('(', 100_000)));

    [Theory]
    [InlineData("A eq 1 or B eq 2 and C eq 3", "(A or (B and C))")]
    [InlineData("(A eq 1 or B eq 2) and C eq 3", "((A or B) and C)")]
    [InlineData("not A eq 1 and B eq 2", "(not A and B)")]
    [InlineData("not (A eq 1 and B eq 2)", "not (A and B)")]
    [InlineData("not not A eq 1", "not not A")]
    public void Parse_WhenOperatorsMix_BindsAndTighterThanOr(string filter, string expected) =>
        Assert.Equal(expected, Show(FilterParser.Parse(filter)));

    [Theory]
    [InlineData("A eq 'it''s'", nameof(LiteralKind.String))]
    [InlineData("A eq 5", nameof(LiteralKind.Integer))]
    [InlineData("A eq -5L", nameof(LiteralKind.Integer))]
    [InlineData("A eq 5.5", nameof(LiteralKind.Double))]
    [InlineData("A eq 1e-3", nameof(LiteralKind.Double))]
    [InlineData("A eq 5000000000", nameof(LiteralKind.Double))]
    [InlineData("A eq true", nameof(LiteralKind.Boolean))]
    [InlineData("A eq datetime'2026-01-01T00:00:00Z'", nameof(LiteralKind.DateTime))]
    [InlineData("A eq guid'11111111-2222-3333-4444-555555555555'", nameof(LiteralKind.Guid))]
    [InlineData("A eq X'00ff'", nameof(LiteralKind.Binary))]
    [InlineData("A eq binary'00ff'", nameof(LiteralKind.Binary))]
    public void Parse_WhenLiteralIsTyped_KnowsItsType(string filter, string kind) =>
        Assert.Equal(kind, Assert.IsType<ComparisonNode>(FilterParser.Parse(filter)).Literal.Kind.ToString());

    [Fact]
    public void Parse_WhenLiteralComesFirst_TurnsTheComparison()
    {
        var node = Assert.IsType<ComparisonNode>(FilterParser.Parse("5 lt A"));
        Assert.Equal(("A", Comparison.Greater), (node.Property, node.Operator));
    }

    [Theory]
    [InlineData("PartitionKey eq 'p'", "p", "", null, true)]
    [InlineData("PartitionKey eq 'p' and RowKey ge 'a' and RowKey lt 'c'", "p", "a", "c", true)]
    [InlineData("RowKey gt 'a' and PartitionKey eq 'p' and RowKey le 'c'", "p", "a\0", "c\0", true)]
    [InlineData("PartitionKey eq 'p' and RowKey ge 'a' and A eq 1", "p", "a", null, false)]
    [InlineData("PartitionKey eq 'p' and (RowKey eq 'a' or RowKey eq 'b')", "p", "", null, false)]
    [InlineData("PartitionKey ge 'p' and PartitionKey le 'p'", "p", "", null, true)]
    public void Range_WhenKeysAreCompared_IsReadByIndex(string filter, string partition, string from, string? to, bool whole)
    {
        var node = FilterParser.Parse(filter);
        var range = KeyRange.Of(node);
        Assert.Equal((partition, from, to), (Text(range.Partition), Text(range.FromRow), Text(range.ToRow)));
        Assert.Equal(whole, range.IsWhole(node));
    }

    [Theory]
    [InlineData("PartitionKey eq 'p' and PartitionKey eq 'q'")]
    [InlineData("PartitionKey eq 'p' and RowKey gt 'b' and RowKey lt 'b'")]
    public void Range_WhenNothingCanMatch_IsEmpty(string filter) => Assert.True(KeyRange.Of(FilterParser.Parse(filter)).IsEmpty);

    private static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);

    private static string Show(FilterNode node) => node switch
    {
        AndNode and => $"({Show(and.Left)} and {Show(and.Right)})",
        OrNode or => $"({Show(or.Left)} or {Show(or.Right)})",
        NotNode not => $"not {Show(not.Inner)}",
        ComparisonNode comparison => comparison.Property,
        _ => node.ToString(),
    };
}
