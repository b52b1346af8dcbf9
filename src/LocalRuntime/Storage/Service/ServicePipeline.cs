using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Cadenza.LocalRuntime.Storage.Service;

/// <summary>
/// Sends requests to one service through Azure.Core's pipeline. Retries are the pipeline's, for time-outs, 408, 429
/// and 5xx, writes included, as in the official clients: a write whose answer was lost and that is sent again can be
/// refused because of itself (409 on an insert, 412 on an update), so that the caller has to read to know.
/// </summary>
internal sealed class ServicePipeline
{
    private readonly HttpPipeline _pipeline;
    private readonly string _version;
    private readonly string _root;

    public ServicePipeline(Uri endpoint, string version, ClientOptions options, HttpPipelinePolicy authentication)
    {
        Endpoint = endpoint;
        _root = endpoint.AbsoluteUri.TrimEnd('/');
        _version = version;
        var settings = new HttpPipelineOptions(options) { RequestFailedDetailsParser = new ServiceFailureParser() };
        settings.PerRetryPolicies.Add(authentication);
        _pipeline = HttpPipelineBuilder.Build(settings);
    }

    public Uri Endpoint { get; }

    public static HttpPipelinePolicy Bearer(TokenCredential credential) =>
        new BearerTokenAuthenticationPolicy(credential, "https://storage.azure.com/.default");

    /// <param name="method">The HTTP method.</param>
    /// <param name="path">After the endpoint, escaped, with its query.</param>
    public HttpMessage Message(RequestMethod method, string path)
    {
        var message = _pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(new Uri($"{_root}/{path}"));
        message.Request.Headers.SetValue("x-ms-version", _version);
        return message;
    }

    /// <summary>The response, when its status is one of those expected.</summary>
    /// <exception cref="RequestFailedException">It is another.</exception>
    public async Task<Response> SendAsync(HttpMessage message, CancellationToken cancellation, params int[] expected)
    {
        await _pipeline.SendAsync(message, cancellation).ConfigureAwait(false);
        return expected.Contains(message.Response.Status) ? message.Response : throw new RequestFailedException(message.Response);
    }
}
