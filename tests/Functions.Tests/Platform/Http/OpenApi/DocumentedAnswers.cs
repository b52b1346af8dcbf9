namespace Cadenza.Functions.Tests.Platform.Http.OpenApi;

/// <summary>
/// Lets a test's requests through and fails it when an answer is not as the OpenAPI document says: an unknown status, type or
/// member. Every client of the app in this project has it.
/// </summary>
internal sealed class DocumentedAnswers(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>A client of the app at an address.</summary>
    public static HttpClient Client(Uri address) => new(new DocumentedAnswers(new SocketsHttpHandler { UseCookies = false, ActivityHeadersPropagator = null })) { BaseAddress = address };

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Redirects and preflights are no operations.
        var answer = await base.SendAsync(request, cancellationToken);
        if (request.Method == HttpMethod.Options) return answer;
        var faults = await ApiDocument.FaultsOfAsync(request, answer, cancellationToken);
        if (faults.Count == 0) return answer;
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        answer.Dispose();
        throw new Xunit.Sdk.XunitException($"{request.Method} {request.RequestUri!.AbsolutePath} was answered {(int)answer.StatusCode}, which docs/openapi.json does not say: {string.Join("; ", faults)}\n{body}");
    }
}
