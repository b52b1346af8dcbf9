using System.Text.Json.Nodes;
using Cadenza.Functions.Platform.Http.Bodies;

namespace Cadenza.Functions.Tests.Platform.Http.Bodies;

/// <summary>Every reader describes itself: what it takes is what its JSON Schema says.</summary>
public sealed class JsonShapeTests
{
    private enum Color
    {
        Red,
        Blue,
    }

    [Fact]
    public void Values_DescribeTypeFormatAndLimits()
    {
        Same("""{"type": "boolean"}""", Json.Bool);
        Same("""{"type": "string", "format": "date-time"}""", Json.Time);
        Same("""{"type": "string", "format": "uuid"}""", Json.Uuid);
        Same("{}", Json.Raw);
        Same("""{"type": "string"}""", Json.Text());
        Same("""{"type": "string", "minLength": 1, "maxLength": 9}""", Json.Text(1, 9));
        Same("""{"type": "string", "maxLength": 9, "pattern": "^[^\\u0000-\\u001f]*$"}""", Json.Line(0, 9));
        Same("""{"type": "number"}""", Json.Number());
        Same("""{"type": "number", "minimum": 0, "maximum": 0.5}""", Json.Number(0, 0.5));
        Same("""{"type": "integer"}""", Json.Integer());
        Same("""{"type": "integer", "minimum": 1, "maximum": 3}""", Json.Integer(1, 3));
        Same("""{"type": "string", "enum": ["red", "blue"]}""", Json.Choice(new Dictionary<string, Color> { ["red"] = Color.Red, ["blue"] = Color.Blue }));
    }

    [Fact]
    public void Then_DescribesThePlainValueAndSaysTheRest() => Same(
        """{"type": "string", "maxLength": 5, "description": "The port. It must be a port.", "format": "port", "pattern": "^[0-9]+$"}""",
        Json.Text(0, 5).Then<string, int>(int.TryParse, "must be a port", format: "port", pattern: "^[0-9]+$").About("The port."));

    [Fact]
    public void OrNull_AddsNullToTheTypeOrAsAnAlternative()
    {
        Same("""{"type": ["string", "null"], "maxLength": 5}""", Json.OrNull(Json.Text(0, 5)));
        Same(
            """{"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "null"}]}""",
            Json.OrNull(Json.Choice(new Dictionary<string, string> { ["a"] = "a" })));
    }

    [Fact]
    public void Fields_DescribeHowAMemberMayBeAbsent() => Same(
        """
        {"type": "object", "additionalProperties": false, "required": ["a"], "properties": {
          "a": {"type": "boolean"},
          "b": {"type": ["string", "null"]},
          "c": {"type": ["number", "null"], "default": 1.5},
          "d": {"type": "string", "default": "New"},
          "e": {"type": ["boolean", "null"]},
          "f": {"type": "boolean"}}}
        """,
        Json.Closed(fields => new object?[]
        {
            fields.Required("a", Json.Bool),
            fields.Optional("b", Json.Text()),
            fields.Optional("c", Json.Number(), absent: 1.5),
            fields.Default("d", Json.Text(), "New"),
            fields.Patch("e", Json.Bool).IsOmitted,
            fields.PatchValue("f", Json.Bool).IsOmitted,
        }));

    [Fact]
    public void OneOf_DescribesEachShapeWithItsConstant() => Same(
        """
        {"oneOf": [
          {"type": "object", "additionalProperties": false, "required": ["type", "subject"], "properties": {
            "type": {"type": "string", "const": "mail"}, "subject": {"type": "string"}}},
          {"type": "object", "additionalProperties": false, "required": ["type"], "properties": {
            "type": {"type": "string", "const": "call"}}}]}
        """,
        Json.OneOf(
            "type",
            new Dictionary<string, Func<JsonFields, string?>>
            {
                ["mail"] = fields => fields.Required("subject", Json.Text()),
                ["call"] = _ => "",
            },
            closed: true));

    [Fact]
    public void ArraysAndMaps_DescribeTheirItemsAndCounts()
    {
        Same("""{"type": "array", "minItems": 1, "maxItems": 2, "items": {"type": "boolean"}}""", Json.Array(Json.Bool, 1, 2));
        Same("""{"type": "object", "maxProperties": 3, "additionalProperties": {"type": "string"}}""", Json.Map(Json.Text(), 3));
    }

    [Fact]
    public void Named_IsWrittenOnceAndMayContainItself()
    {
        JsonReader<object> tree = null!;
        tree = Json.Closed<object>(fields => fields.Required("children", Json.Array<object>(value => tree(value)))).Named("Tree");
        var schemas = new JsonSchemas();
        IsSame("""{"$ref": "#/components/schemas/Tree"}""", schemas.Describe(tree));
        IsSame("""{"anyOf": [{"$ref": "#/components/schemas/Tree"}, {"type": "null"}]}""", schemas.Describe(Json.OrNull(tree)));
        var named = Assert.Single(schemas.Named);
        Assert.Equal("Tree", named.Key);
        IsSame(
            """
            {"type": "object", "additionalProperties": false, "required": ["children"], "properties": {
              "children": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}}}
            """,
            named.Value);
    }

    [Fact]
    public void Named_WhenTwoSchemasShareAName_IsRefused()
    {
        var schemas = new JsonSchemas();
        schemas.Describe(Json.Bool.Named("X"));
        Assert.Throws<InvalidOperationException>(() => schemas.Describe(Json.Text().Named("X")));
    }

    [Fact]
    public void Reader_WhenItCannotDescribeItself_IsRefusedWithItsPlace()
    {
        JsonReader<int> length = value => value.Kind == System.Text.Json.JsonValueKind.String ? 1 : value.Fault<int>("must be a string");
        var error = Assert.Throws<InvalidOperationException>(() => new JsonSchemas().Describe(Json.Object(fields => fields.Required("a", Json.Array(length)))));
        Assert.Contains("/a/*", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reader_WhenItContainsItselfWithoutAName_IsRefused()
    {
        JsonReader<object> tree = null!;
        tree = Json.Object<object>(fields => fields.Required<object>("child", value => tree(value)));
        Assert.Throws<InvalidOperationException>(() => new JsonSchemas().Describe(tree));
    }

    private static void Same<T>(string expected, JsonReader<T> read) => IsSame(expected, new JsonSchemas().Describe(read));

    private static void IsSame(string expected, JsonObject schema) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), schema), schema.ToJsonString());
}
