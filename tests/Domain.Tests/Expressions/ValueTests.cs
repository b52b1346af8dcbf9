using System.Text;
using System.Text.Json;
using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Tests.Expressions;

/// <summary>The JSON value that all expressions work on.</summary>
public sealed class ValueTests
{
    [Theory]
    [InlineData("null", ValueKind.Null)]
    [InlineData("true", ValueKind.Boolean)]
    [InlineData("false", ValueKind.Boolean)]
    [InlineData("1.5", ValueKind.Number)]
    [InlineData("12345678901234567890", ValueKind.Number)]
    [InlineData("\"\"", ValueKind.Text)]
    [InlineData("[]", ValueKind.Array)]
    [InlineData("{}", ValueKind.Object)]
    public void Kind_IsTheJsonKind(string json, ValueKind kind) => Assert.Equal(kind, Value.Parse(json).Kind);

    [Theory]
    [InlineData("""{"a":[1,2.5,-3e-7,"é\"\\",null,true,{"b":[]}]}""")]
    [InlineData("12345678901234567890")]
    [InlineData("0.1234567890123456789")]
    [InlineData("[9007199254740993,9007199254740992]")]
    public void ToString_GivesBackWhatWasParsed_WithEveryDigit(string json)
    {
        var value = Value.Parse(json);

        Assert.Equal(json, value.ToString());
        Assert.Equal(value, Value.From(value.ToJson()));
    }

    [Theory]
    [InlineData(0d, "0")]
    [InlineData(100d, "100")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(0.1, "0.1")]
    [InlineData(0.000001, "0.000001")]
    [InlineData(0.0000001, "1e-7")]
    [InlineData(1.5e-9, "1.5e-9")]
    [InlineData(123456789012345680d, "123456789012345680")]
    [InlineData(1e20, "100000000000000000000")]
    [InlineData(1e21, "1e+21")]
    [InlineData(-1.25e+300, "-1.25e+300")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void ToText_OfANumber_IsTheShortestThatReadsBack(double number, string text) =>
        Assert.Equal(text, Value.Of(number).ToText());

    [Fact]
    public void ToText_OfNegativeZero_IsZero() => Assert.Equal("0", Value.Of(-0.0).ToText());

    [Fact]
    public void ToText_ShowsWhatBelongsIntoASentence()
    {
        Assert.Equal("", Value.Null.ToText());
        Assert.Equal("true", Value.Of(true).ToText());
        Assert.Equal("Ada", Value.Of("Ada").ToText());
        Assert.Equal("""[1,"a"]""", Value.Parse("""[ 1, "a" ]""").ToText());
    }

    [Fact]
    public void WriteTo_OfWhatJsonCannotSay_IsNull()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            Value.Array([Value.Of(double.NaN), Value.Of(double.PositiveInfinity), Value.Of(2)]).WriteTo(writer);

        Assert.Equal("[null,null,2]", Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void Equals_LooksAtContent_NotAtOrderOfMembersOrSpellingOfNumbers()
    {
        Assert.Equal(Value.Parse("""{"a":1,"b":[true,null]}"""), Value.Parse("""{"b":[true,null],"a":1.0}"""));
        Assert.Equal(
            Value.Parse("""{"a":1,"b":2}""").GetHashCode(), Value.Parse("""{"b":2,"a":1}""").GetHashCode());
        Assert.NotEqual(Value.Parse("9007199254740993"), Value.Parse("9007199254740992"));
        Assert.NotEqual(Value.Parse("""{"a":1}"""), Value.Parse("""{"a":null}"""));
        Assert.NotEqual(Value.Parse("[]"), Value.Parse("{}"));
        Assert.NotEqual(Value.Of("1"), Value.Of(1));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(50)]
    public void TryGetMember_OfTwoWithOneName_GivesTheLater(int others)
    {
        var rest = string.Concat(Enumerable.Range(0, others).Select(i => $"\"n{i}\":{i},"));
        var value = Value.Parse($$"""{"a":1,{{rest}}"a":2}""");

        Assert.True(value.TryGetMember("a", out var member));
        Assert.Equal(2, member.AsNumber);
        Assert.Equal(others + 1, value.Members.Count);
        Assert.True(value.TryGetMember("n2", out var other));
        Assert.Equal(2, other.AsNumber);
        Assert.False(value.TryGetMember("A", out _));
    }

    [Fact]
    public void Parse_WhenTooDeep_IsNotJson()
    {
        Assert.Equal(ValueKind.Array, Value.Parse(new string('[', 128) + new string(']', 128)).Kind);
        Assert.ThrowsAny<JsonException>(() => Value.Parse(new string('[', 129) + new string(']', 129)));
    }

    [Fact]
    public void Array_WhenNestedWithoutEnd_StopsAtALimit()
    {
        var value = Value.Of(1);

        Assert.Throws<ExpressionLimitException>(() =>
        {
            for (var i = 0; i < 200; i++) value = Value.Array([value]);
        });
    }

    [Fact]
    public void Accessors_OfAnotherKind_SayWhatItIs()
    {
        Assert.Contains("Text", Assert.Throws<InvalidOperationException>(() => Value.Of("x").AsNumber).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Value.Null.AsText);
        Assert.Throws<InvalidOperationException>(() => Value.Of(1).AsBoolean);
        Assert.Empty(Value.Of("x").Items);
        Assert.Empty(Value.Of("x").Members);
    }
}
