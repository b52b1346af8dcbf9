using System.Net;

namespace Cadenza.Functions.Tests;

/// <summary>What every refusal must look like, whatever its reason.</summary>
internal static class ProblemAssertions
{
    /// <summary>Asserts the constant shape of a refusal and gives its body.</summary>
    public static async Task<JsonElement> IsProblemAsync(this HttpResponseMessage response, int status, string code)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode} instead of {status}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.ToString());
        Assert.NotEmpty(Assert.Single(response.Headers.GetValues("x-request-id")));
        using var document = JsonDocument.Parse(text);
        var body = document.RootElement.Clone();
        Assert.Equal(code, body.GetProperty("code").GetString());
        Assert.Equal("urn:cadenza:problem:" + code, body.GetProperty("type").GetString());
        Assert.Equal(status, body.GetProperty("status").GetInt32());
        Assert.Equal(status, body.GetProperty("statusCode").GetInt32());
        Assert.Equal(body.GetProperty("detail").GetString(), body.GetProperty("message").GetString());
        Assert.Equal(body.GetProperty("title").GetString(), body.GetProperty("error").GetString());
        Assert.Equal(response.RequestMessage!.RequestUri!.AbsolutePath, body.GetProperty("instance").GetString());
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        if (response.StatusCode == HttpStatusCode.Unauthorized) Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        return body;
    }

    /// <summary>The pointers of a refusal's faults.</summary>
    public static IEnumerable<string> Pointers(this JsonElement problem) =>
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name);
}
