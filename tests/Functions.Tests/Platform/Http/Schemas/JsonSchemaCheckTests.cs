extern alias JsonEverything;

using System.Text.Json.Nodes;
using JsonEverything::Json.Schema;

namespace Cadenza.Functions.Tests.Platform.Http.Schemas;

/// <summary>The checker that other tests lean on finds what it is there to find.</summary>
public sealed class JsonSchemaCheckTests
{
    private const string Root = """{"$defs": {"word": {"type": "string", "maxLength": 3}}}""";

    [Theory]
    [InlineData("""{"type": "string"}""", "1", "\"x\"")]
    [InlineData("""{"type": ["string", "null"]}""", "1", "null")]
    [InlineData("""{"type": "integer"}""", "1.5", "2.0")]
    [InlineData("""{"type": "boolean"}""", "0", "false")]
    [InlineData("""{"const": "a"}""", "\"b\"", "\"a\"")]
    [InlineData("""{"enum": ["a", "b"]}""", "\"c\"", "\"b\"")]
    [InlineData("""{"type": "number", "minimum": 0, "maximum": 1}""", "-0.1", "0")]
    [InlineData("""{"type": "number", "minimum": 0, "maximum": 1}""", "1.1", "1")]
    [InlineData("""{"type": "string", "minLength": 1}""", "\"\"", "\"a\"")]
    [InlineData("""{"type": "string", "pattern": "^a"}""", "\"b\"", "\"ab\"")]
    [InlineData("""{"type": "string", "format": "uuid"}""", "\"b\"", "\"00000000-0000-0000-0000-000000000000\"")]
    [InlineData("""{"type": "string", "format": "date-time"}""", "\"2026-01-31\"", "\"2026-01-31T08:00:00Z\"")]
    [InlineData("""{"$ref": "#/$defs/word"}""", "\"long\"", "\"abc\"")]
    [InlineData("""{"type": "object", "required": ["a"]}""", "{}", """{"a": 1}""")]
    [InlineData("""{"type": "object", "properties": {"a": {"type": "string"}}}""", """{"a": 1}""", """{"b": 1}""")]
    [InlineData("""{"type": "object", "properties": {"a": {}}, "additionalProperties": false}""", """{"b": 1}""", """{"a": 1}""")]
    [InlineData("""{"type": "object", "additionalProperties": {"type": "string"}}""", """{"b": 1}""", """{"b": "1"}""")]
    [InlineData("""{"type": "object", "maxProperties": 1}""", """{"a": 1, "b": 1}""", """{"a": 1}""")]
    [InlineData("""{"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 2}""", "[1]", "[\"a\"]")]
    [InlineData("""{"type": "array", "minItems": 1}""", "[]", "[1]")]
    [InlineData("""{"type": "array", "maxItems": 1}""", "[1, 2]", "[1]")]
    [InlineData("""{"anyOf": [{"type": "string"}, {"type": "null"}]}""", "1", "null")]
    [InlineData("""{"oneOf": [{"type": "number"}, {"type": "integer"}]}""", "1", "1.5")]
    public void Check_TellsWhatFitsFromWhatDoesNot(string schema, string wrong, string right)
    {
        Assert.NotEmpty(Faults(schema, wrong));
        Assert.Empty(Faults(schema, right));
    }

    [Fact]
    public void Check_WhenAKeywordIsNotKnown_IsAnErrorOfTheTest() =>
        Assert.Throws<JsonSchemaException>(() => Faults("""{"type": "string", "maxLenght": 3}""", "\"x\""));

    private static IReadOnlyList<string> Faults(string schema, string value)
    {
        using var json = JsonDocument.Parse(value);
        return new JsonSchemaCheck(JsonNode.Parse(Root)!).Faults(JsonNode.Parse(schema)!, json.RootElement);
    }
}
