using System.Text;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.Problems;

namespace Cadenza.Functions.Tests.Platform.Http.Bodies;

public sealed class JsonSyntaxTests
{
    [Theory]
    [InlineData("", "The body is empty; send a JSON object.")]
    [InlineData("{", "The body is not JSON at line 1, byte 2: ")]
    [InlineData("{\n \"a\": 1,\n}", "The body is not JSON at line 3, byte 1: ")]
    [InlineData("{'a': 1}", "The body is not JSON at line 1, byte 2: ")]
    [InlineData("{\"a\": 1} x", "The body is not JSON at line 1, byte 10: ")]
    [InlineData("{\"a\": NaN}", "The body is not JSON at line 1, byte 7: ")]
    [InlineData("{\"a\": 1} // note", "The body is not JSON at line 1, byte 10: ")]
    [InlineData("""{"a": "\ud83d"}""", "The body has a \\u escape that is half of a character.")]
    [InlineData("""{"\ude00": 1}""", "The body has a \\u escape that is half of a character.")]
    [InlineData("""{"a": "\ude00\ud83d"}""", "The body has a \\u escape that is half of a character.")]
    public void Read_WhenNotJson_SaysWhere(string body, string detail)
    {
        var problem = Refusal(Encoding.UTF8.GetBytes(body));
        Assert.Equal((400, "malformed_body"), (problem.Status, problem.Code));
        Assert.StartsWith(detail, problem.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", problem.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("reader options", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a": 1, "a": 2}""", "/a")]
    [InlineData("""{"x": [{"b": 1, "\u0062": 2}]}""", "/x/0/b")]
    [InlineData("""{"x": {"": 1, "": 1}}""", "/x/")]
    public void Read_WhenNameOccursTwice_PointsAtIt(string body, string place)
    {
        var problem = Refusal(Encoding.UTF8.GetBytes(body));
        Assert.Equal((400, "malformed_body"), (problem.Status, problem.Code));
        Assert.Equal(["occurs twice"], problem.Errors![place]);
    }

    [Theory]
    [InlineData(new byte[] { 0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D }, 1, 3)]
    [InlineData(new byte[] { 0x22, 0xC0, 0x80, 0x22 }, 1, 2)]
    [InlineData(new byte[] { 0x22, 0x0A, 0x0A, 0x20, 0xED, 0xA0, 0x80, 0x22 }, 3, 2)]
    [InlineData(new byte[] { 0x22, 0xE2, 0x82 }, 1, 2)]
    public void Read_WhenNotUtf8_IsMalformed(byte[] body, int line, int octet) =>
        Assert.Equal($"The body is not valid UTF-8 at line {line}, byte {octet}.", Refusal(body).Detail);

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(100_000, false)]
    public void Read_WhenNestedTooDeeply_IsMalformed(int depth, bool accepted)
    {
        var body = Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth));
        Assert.Equal(accepted, JsonSyntax.Read(body, Json.Raw).Problem is null);
    }

    [Theory]
    [InlineData("\uFEFF{\"a\": \"x\"}", "x")]
    [InlineData("""{"a": "\ud83d\ude00\\ud83d"}""", "😀\\ud83d")]
    [InlineData("""{"a": "Ünï \u00e9 \" \/"}""", "Ünï é \" /")]
    public void Read_WhenOddButValid_IsRead(string body, string expected) =>
        Assert.Equal(expected, JsonSyntax.Read(Encoding.UTF8.GetBytes(body), Json.Object(fields => fields.Required("a", Json.Text()))).Value);

    private static Problem Refusal(byte[] body)
    {
        var parsed = JsonSyntax.Read(body, Json.Raw);
        Assert.NotNull(parsed.Problem);
        return parsed.Problem;
    }
}
