using System.Text;
using Cadenza.Functions.Platform.Http.Bodies;

namespace Cadenza.Functions.Tests.Platform.Http.Bodies;

public sealed class JsonReaderTests
{
    private static readonly JsonReader<string> Step = Json.OneOf(
        "type",
        new Dictionary<string, Func<JsonFields, string>>
        {
            ["mail"] = fields => "mail " + fields.Required("subject", Json.Line(1, 10)),
            ["call"] = fields => "call " + fields.Required("agent", Json.Text(1)),
        },
        closed: true);

    [Theory]
    [InlineData("""{"a": 1}""", "/a must be a string")]
    [InlineData("""{"a": null}""", "/a must be a string")]
    [InlineData("{}", "/a is required")]
    [InlineData("""{"a": ""}""", "/a must not be empty")]
    [InlineData("""{"a": "abcdef"}""", "/a must have at most 5 characters")]
    [InlineData("""{"a": "a\nb"}""", "/a must not contain control characters")]
    [InlineData("[]", " must be an object")]
    [InlineData("\"a\"", " must be an object")]
    [InlineData("null", " must be an object")]
    public void Line_WhenNotWhatIsAskedFor_IsFaultAtItsPlace(string body, string fault) =>
        Assert.Equal([fault], Faults(body, fields => fields.Required("a", Json.Line(1, 5))));

    [Theory]
    [InlineData("true", "/a must be a number")]
    [InlineData("\"1\"", "/a must be a number")]
    [InlineData("-0.001", "/a must be at least 0")]
    [InlineData("100.5", "/a must be at most 100")]
    [InlineData("1e999", "/a is too large a number")]
    public void Number_WhenNotWhatIsAskedFor_IsFaultAtItsPlace(string value, string fault) =>
        Assert.Equal([fault], Faults($$"""{"a": {{value}}}""", fields => fields.Required("a", Json.Number(0, 100))));

    [Theory]
    [InlineData("0.05", 0.05)]
    [InlineData("0", 0)]
    [InlineData("1e2", 100)]
    public void Number_WhenInRange_IsRead(string value, double expected) =>
        Assert.Equal(expected, Read($$"""{"a": {{value}}}""", fields => fields.Required("a", Json.Number(0, 100))));

    [Theory]
    [InlineData("3.5", "/a must be a whole number")]
    [InlineData("1e300", "/a must be at most 2147483647")]
    [InlineData("0", "/a must be at least 1")]
    [InlineData("[]", "/a must be a whole number")]
    public void Integer_WhenNotWhatIsAskedFor_IsFaultAtItsPlace(string value, string fault) =>
        Assert.Equal([fault], Faults($$"""{"a": {{value}}}""", fields => fields.Required("a", Json.Integer(min: 1))));

    [Fact]
    public void Integer_WhenWrittenWithFractionOfZero_IsRead() =>
        Assert.Equal(3, Read("""{"a": 3.0}""", fields => fields.Required("a", Json.Integer())));

    [Theory]
    [InlineData("2026-01-31T08:00:00Z", "2026-01-31T08:00:00.0000000+00:00")]
    [InlineData("2026-01-31T08:00:00.1234567+02:00", "2026-01-31T06:00:00.1234567+00:00")]
    public void Time_WhenItHasOffset_IsReadInUtc(string text, string expected) =>
        Assert.Equal(expected, Read($$"""{"a": "{{text}}"}""", fields => fields.Required("a", Json.Time)).ToString("O"));

    [Theory]
    [InlineData("2026-01-31T08:00:00")]
    [InlineData("2026-01-31")]
    [InlineData("yesterday")]
    [InlineData("")]
    public void Time_WhenItHasNoOffsetOrIsNone_IsFault(string text) =>
        Assert.StartsWith("/a must be an ISO 8601 time", Assert.Single(Faults($$"""{"a": "{{text}}"}""", fields => fields.Required("a", Json.Time))));

    [Fact]
    public void Array_WhenItemsAreWrong_EachIsFaultAtItsIndex() => Assert.Equal(
        ["/steps/0/subject is required", "/steps/1/type must be one of mail, call", "/steps/2 must be an object", "/steps/3/agent is not a known member"],
        Faults(
            """{"steps": [{"type":"mail"}, {"type":"fax"}, 7, {"type":"mail","subject":"hi","agent":"x"}, {"type":"call","agent":"x"}]}""",
            fields => fields.Required("steps", Json.Array(Step))));

    [Theory]
    [InlineData("[]", "/steps must not be empty")]
    [InlineData("[1,2,3]", "/steps must have at most 2 items")]
    [InlineData("{}", "/steps must be an array")]
    public void Array_WhenOfWrongLength_IsFaultAsWhole(string steps, string fault) =>
        Assert.Equal([fault], Faults($$"""{"steps": {{steps}}}""", fields => fields.Required("steps", Json.Array(Json.Number(), min: 1, max: 2))));

    [Fact]
    public void Fields_WhenSeveralAreWrong_AllAreFaults() => Assert.Equal(
        ["/name must be a string", "/email is required", "/unsubscribed must be true or false"],
        Faults("""{"name": 1, "unsubscribed": "no"}""", fields =>
        {
            fields.Required("name", Json.Text());
            fields.Required("email", Json.Text());
            return fields.Default("unsubscribed", Json.Bool, false);
        }));

    [Fact]
    public void Closed_WhenMembersAreUnknown_EachIsFaultWithEscapedPointer() => Assert.Equal(
        ["/b is not a known member", "/c~1d~0e is not a known member"],
        Faults("""{"a": {"x": 1}, "b": 2, "c/d~e": 3}""", fields =>
        {
            fields.Optional("a", Json.Raw);
            fields.RefuseOthers();
            return 0;
        }));

    [Fact]
    public void Object_WhenMembersAreUnknown_TheyAreIgnored() =>
        Assert.Equal("x", Read("""{"a": "x", "b": 2}""", fields => fields.Required("a", Json.Text())));

    [Theory]
    [InlineData("{}", true, false)]
    [InlineData("""{"a": null}""", false, true)]
    [InlineData("""{"a": "x"}""", false, false)]
    public void Patch_TellsOmittedNullAndValueApart(string body, bool omitted, bool cleared)
    {
        var patch = Read(body, fields => fields.Patch("a", Json.Text()));
        Assert.Equal((omitted, cleared), (patch.IsOmitted, patch.IsNull));
        Assert.Equal(!omitted && !cleared, patch.Has(out var value));
        Assert.Equal(omitted ? "was" : cleared ? null : "x", patch.Or("was"));
        if (!omitted && !cleared) Assert.Equal("x", value);
    }

    [Fact]
    public void PatchValue_WhenNull_IsFault() =>
        Assert.Equal(["/a must be true or false"], Faults("""{"a": null}""", fields => fields.PatchValue("a", Json.Bool)));

    [Fact]
    public void Optional_WhenAbsentOrNull_IsNullForReferencesAndValues()
    {
        Assert.Null(Read("{}", fields => fields.Optional("a", Json.Text())));
        Assert.Null(Read("""{"a": null}""", fields => fields.Optional("a", Json.Time)));
        Assert.Equal(1.5, Read("""{"a": 1.5}""", fields => fields.Optional("a", Json.Number())));
    }

    [Fact]
    public void Default_WhenOmitted_IsDefaultAndWhenNullIsFault()
    {
        Assert.Equal("New", Read("{}", fields => fields.Default("a", Json.Text(), "New")));
        Assert.Equal(["/a must be a string"], Faults("""{"a": null}""", fields => fields.Default("a", Json.Text(), "New")));
    }

    [Fact]
    public void OrNull_WhenRequiredAndNull_IsNullButWhenOmittedIsFault()
    {
        Assert.Null(Read("""{"a": null}""", fields => fields.Required("a", Json.OrNull(Step))));
        Assert.Equal(["/a is required"], Faults("{}", fields => fields.Required("a", Json.OrNull(Step))));
    }

    [Fact]
    public void Then_WhenConversionRefuses_SaysSoOnce()
    {
        var port = Json.Text().Then<string, int>(int.TryParse, "must be a port");
        Assert.Equal(80, Read("""{"a": "80"}""", fields => fields.Required("a", port)));
        Assert.Equal(["/a must be a port"], Faults("""{"a": "http"}""", fields => fields.Required("a", port)));
        Assert.Equal(["/a must be a string"], Faults("""{"a": 80}""", fields => fields.Required("a", port)));
    }

    [Fact]
    public void Map_ReadsNamesAsData()
    {
        var map = Read("""{"a": {"x": "1", "y": "2"}}""", fields => fields.Required("a", Json.Map(Json.Text(), 2)));
        Assert.Equal("2", map["y"]);
        Assert.Equal(["/a/x must be a string"], Faults("""{"a": {"x": 1}}""", fields => fields.Required("a", Json.Map(Json.Text()))));
        Assert.Equal(["/a must have at most 1 members"], Faults("""{"a": {"x": "1", "y": "2"}}""", fields => fields.Required("a", Json.Map(Json.Text(), 1))));
    }

    [Fact]
    public void Faults_WhenThereAreThousands_AreCutOff()
    {
        var body = $$"""{"a": [{{string.Join(',', Enumerable.Repeat("1", 5000))}}]}""";
        Assert.Equal(100, Faults(body, fields => fields.Required("a", Json.Array(Json.Text()))).Length);
    }

    private static T Read<T>(string body, Func<JsonFields, T> read)
    {
        var parsed = JsonSyntax.Read(Encoding.UTF8.GetBytes(body), Json.Object(read));
        Assert.Null(parsed.Problem);
        return parsed.Value;
    }

    private static string[] Faults<T>(string body, Func<JsonFields, T> read)
    {
        var problem = JsonSyntax.Read(Encoding.UTF8.GetBytes(body), Json.Object(read)).Problem;
        Assert.NotNull(problem);
        Assert.Equal((400, "invalid_body"), (problem.Status, problem.Code));
        return [.. problem.Errors!.SelectMany(error => error.Value.Select(message => $"{error.Key} {message}"))];
    }
}
