using System.Net;
using System.Text;
using Xunit.Sdk;

namespace Cadenza.Functions.Tests.Platform.Http.OpenApi;

/// <summary>The check that every test's requests go through finds what it is there to find.</summary>
public sealed class DocumentedAnswersTests
{
    private const string Live = """{"status":"live"}""";

    [Theory]
    [InlineData("GET", "/health/live", 418, "application/json", Live, "418 is not in the document")]
    [InlineData("GET", "/health/live", 200, "text/plain", Live, "text/plain is not in the document")]
    [InlineData("GET", "/catalog/triggers", 200, "application/json", """{"unheard":"of"}""", "/unheard")]
    [InlineData("GET", "/catalog/triggers", 200, "application/json", "[]", "type")]
    [InlineData("DELETE", "/contacts/1", 204, "application/json", "{}", "no body")]
    [InlineData("GET", "/contacts/1", 404, "application/problem+json", """{"title":"Not found","unheard":"of"}""", "/unheard")]
    [InlineData("GET", "/unheard/of", 200, "application/json", "{}", "nothing like it")]
    [InlineData("PATCH", "/outbox", 500, "application/json", "{}", "nothing like it")]
    [InlineData("HEAD", "/outbox", 418, null, null, "418 is not in the document")]
    public async Task Answer_ThatIsNotInTheDocument_FailsTheTest(string method, string path, int status, string? type, string? body, string fault)
    {
        using var client = Client(status, type, body);
        var failure = await Assert.ThrowsAsync<XunitException>(() => client.CallAsync(method, path));
        Assert.Contains(fault, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/unheard/of", 404)]
    [InlineData("PATCH", "/outbox", 405)]
    [InlineData("OPTIONS", "/outbox", 204)]
    public async Task Answer_ToWhatIsNotThere_MayBeARefusal(string method, string path, int status)
    {
        using var client = Client(status, null, null);
        using var answer = await client.CallAsync(method, path);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    private static HttpClient Client(int status, string? type, string? body) =>
        new(new DocumentedAnswers(new Canned(status, type, body))) { BaseAddress = new Uri("http://cadenza.test") };

    private sealed class Canned(int status, string? type, string? body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = new HttpResponseMessage((HttpStatusCode)status) { RequestMessage = request };
            if (body is not null) answer.Content = new StringContent(body, Encoding.UTF8, type!);
            return Task.FromResult(answer);
        }
    }
}
