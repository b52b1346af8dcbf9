using System.Text.Json;
using Cadenza.Domain.Catalog.Schemas;

namespace Cadenza.Domain.Tests.Catalog;

public sealed class JsonSchemaTests
{
    [Theory]
    [InlineData("""{"type":"string"}""", "\"a\"", "1", "")]
    [InlineData("""{"type":"integer"}""", "3.0", "3.5", "")]
    [InlineData("""{"type":["number","null"]}""", "null", "\"1\"", "")]
    [InlineData("""{"type":"boolean"}""", "false", "0", "")]
    [InlineData("""{"enum":["a",1]}""", "1", "2", "")]
    [InlineData("""{"const":{"a":1}}""", """{"a":1.0}""", "{}", "")]
    [InlineData("""{"minimum":1,"maximum":2}""", "1", "0.5", "")]
    [InlineData("""{"exclusiveMinimum":0,"exclusiveMaximum":1}""", "0.5", "1", "")]
    [InlineData("""{"minLength":1,"maxLength":2}""", "\"ab\"", "\"abc\"", "")]
    [InlineData("""{"items":{"type":"number"},"minItems":1,"maxItems":2}""", "[1]", """[1,"b"]""", "/1")]
    [InlineData("""{"properties":{"a/b":{"type":"number"}}}""", """{"a/b":1,"c":2}""", """{"a/b":"x"}""", "/a~1b")]
    [InlineData("""{"required":["a"]}""", """{"a":null}""", "{}", "/a")]
    [InlineData("""{"properties":{"a":true},"additionalProperties":false}""", """{"a":1}""", """{"b":1}""", "/b")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object"},"b":{"type":"string"}}}""", """{"a":{"x":{"y":{"z":1}}},"c":{"d":{}}}""", """{"b":1}""", "/b")]
    [InlineData("""{"additionalProperties":{"type":"string"},"maxProperties":2}""", """{"b":"x"}""", """{"b":1}""", "/b")]
    [InlineData("""{"oneOf":[{"required":["a"]},{"required":["b"]}]}""", """{"a":1}""", """{"a":1,"b":2}""", "")]
    [InlineData("""{"anyOf":[{"required":["a","c"]},{"required":["b"]}]}""", """{"b":1}""", "{}", "/b")]
    [InlineData("""{"format":"date-time"}""", "\"2026-01-31T08:00:00Z\"", "\"2026-01-31\"", "")]
    [InlineData("""{"format":"email"}""", "\"a@example.com\"", "\"a\"", "")]
    [InlineData("""{"format":"uri"}""", "\"https://example.com\"", "\"javascript:alert(1)\"", "")]
    [InlineData("""{"format":"uuid"}""", "\"01890000-0000-7000-8000-000000000000\"", "\"1\"", "")]
    public void Check_WhenAValueBreaksAKeyword_PointsAtIt(string schema, string good, string bad, string place)
    {
        var compiled = JsonSchema.Parse(schema);
        Assert.Empty(compiled.Check(Json(good)));
        Assert.Equal(place, Assert.Single(compiled.Check(Json(bad))).At);
    }

    [Fact]
    public void Check_WhenSeveralThingsAreWrong_TellsAll()
    {
        var schema = JsonSchema.Parse(
            """{"type":"object","required":["a","b"],"properties":{"b":{"type":"array","items":{"minimum":3}},"c":{"type":"string"}}}""");
        Assert.Equal(["/a", "/b/0", "/b/2", "/c"], schema.Check(Json("""{"b":[1,5,2],"c":false}""")).Select(fault => fault.At));
    }

    [Fact]
    public void Check_WhenThereAreThousandsOfFaults_StopsAtAHundred()
    {
        var items = string.Join(',', Enumerable.Repeat("1", 5000));
        Assert.InRange(JsonSchema.Parse("""{"items":{"type":"string"}}""").Check(Json($"[{items}]")).Count, 1, 100);
    }

    /// <summary>D6: a placeholder may become anything, so long as it is the whole text where an array or object is wanted.</summary>
    [Theory]
    [InlineData("""{"type":"number","minimum":5}""", "\"{{trigger.days}}\"", true)]
    [InlineData("""{"enum":["a"]}""", "\"{{trigger.kind}}\"", true)]
    [InlineData("""{"type":"array"}""", "\"{{trigger.items}}\"", true)]
    [InlineData("""{"type":"array"}""", "\"a{{trigger.items}}\"", false)]
    [InlineData("""{"type":"object"}""", "\"{{a.b}}{{c.d}}\"", false)]
    [InlineData("""{"type":"number"}""", "\"{trigger.days}\"", false)]
    public void CheckConfiguration_WhenAPlaceholderStandsForAValue_TakesIt(string schema, string value, bool taken)
    {
        var compiled = JsonSchema.Parse(schema);
        Assert.Equal(taken, compiled.CheckConfiguration(Json(value)).Count == 0);
        Assert.NotEmpty(compiled.Check(Json(value)));
    }

    /// <summary>D6: snake_case and camelCase are one name in a configuration, and not elsewhere.</summary>
    [Fact]
    public void CheckConfiguration_WhenNamesAreSpelledOtherwise_KnowsThem()
    {
        var schema = JsonSchema.Parse("""{"type":"object","required":["userIds"],"properties":{"userIds":{"type":"array"}}}""");
        Assert.Empty(schema.CheckConfiguration(Json("""{"user_ids":[]}""")));
        Assert.Equal("/user_ids", Assert.Single(schema.CheckConfiguration(Json("""{"user_ids":1}"""))).At);
        Assert.Equal("/userIds", Assert.Single(schema.Check(Json("""{"user_ids":[]}"""))).At);
    }

    [Theory]
    [InlineData("5", "")]
    [InlineData("""{"type":"text"}""", "/type")]
    [InlineData("""{"properties":{"a":{"$ref":"#"}}}""", "/properties/a/$ref")]
    [InlineData("""{"minimum":"1"}""", "/minimum")]
    [InlineData("""{"required":"a"}""", "/required")]
    [InlineData("""{"anyOf":[]}""", "/anyOf")]
    [InlineData("""{"pattern":"(a+)+$"}""", "/pattern")]
    public void TryCompile_WhenItIsNoSchemaOfTheSubset_PointsAtTheFault(string schema, string place)
    {
        Assert.False(JsonSchema.TryCompile(Json(schema), out _, out var faults));
        Assert.Equal(place, Assert.Single(faults).At);
    }

    [Fact]
    public void TryCompile_WhenASchemaNestsTooDeep_RefusesIt()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"items":""", 30)) + "true" + new string('}', 30);
        Assert.False(JsonSchema.TryCompile(Json(deep), out _, out _));
    }

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
