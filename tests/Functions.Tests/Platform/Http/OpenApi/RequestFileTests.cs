using Cadenza.Functions.Platform.Http.OpenApi.Requests;

namespace Cadenza.Functions.Tests.Platform.Http.OpenApi;

/// <summary>The common .http format, as the walk-throughs use it.</summary>
public sealed class RequestFileTests
{
    private const string Text =
        """
        # About the file
        @host = http://127.0.0.1:7071
        @base = {{host}}/v1

        ### Make one
        # Some words.
        # @name make
        # @expect 201
        POST {{base}}/things?x=1
        Authorization: Bearer {{key}}
        Content-Type: application/json

        {
          "a": "{{unknown}}",

          "b": 2
        }

        ### Read it
        // @name read
        GET {{base}}/things/{{make.response.body.$.id}}
        """;

    [Fact]
    public void Parse_ReadsVariablesNamesHeadersAndBodies()
    {
        var file = RequestFile.Parse(Text);
        Assert.Equal([new("host", "http://127.0.0.1:7071"), new("base", "{{host}}/v1")], file.Variables);
        var make = file.Requests[0];
        Assert.Equal(("make", "Make one", "POST", "{{base}}/things?x=1", 201), (make.Name, make.Title, make.Method, make.Url, make.Expect));
        Assert.Equal([new("Authorization", "Bearer {{key}}"), new("Content-Type", "application/json")], make.Headers);
        Assert.Equal("{\n  \"a\": \"{{unknown}}\",\n\n  \"b\": 2\n}", make.Body);
        var read = file.Requests[1];
        Assert.Equal(("read", "Read it", "GET", null, 200), (read.Name, read.Title, read.Method, read.Body, read.Expect));
        Assert.Equal(2, file.Requests.Count);
    }

    [Theory]
    [InlineData("### x\nmake it so")]
    [InlineData("### x\nGET")]
    [InlineData("### x\nGET /y\nnot a header")]
    public void Parse_WhenALineIsNone_Refuses(string text) => Assert.Throws<FormatException>(() => RequestFile.Parse(text));

    [Fact]
    public void Expand_LeavesUnknownNamesAndTemplatesAlone() => Assert.Equal(
        "1 {{b}} {{contact.name | default: \"x\"}}",
        RequestVariables.Expand("{{ a }} {{b}} {{contact.name | default: \"x\"}}", name => name == "a" ? "1" : null));
}
