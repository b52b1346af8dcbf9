using System.Net;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Cadenza.LocalHost.Http;

/// <summary>Sends requests on to an app in a process of its own.</summary>
internal sealed class ProxyForwarder(string address, IHttpForwarder forwarder) : IRequestForwarder, IDisposable
{
    private static readonly ForwarderRequestConfig Config = new() { ActivityTimeout = TimeSpan.FromSeconds(240), Version = HttpVersion.Version11 };

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
    });

    public async Task<bool> ForwardAsync(HttpContext http, CancellationToken cancellation)
    {
        var error = await forwarder.SendAsync(http, address, _client, Config, ForwardedHeaders.Instance, cancellation);
        return error == ForwarderError.None ? true
            : throw new HttpRequestException($"The request could not be sent on to the app ({error}).", http.Features.Get<IForwarderErrorFeature>()?.Exception);
    }

    public void Dispose() => _client.Dispose();
}

/// <summary>Tells the app who asked for what: the connection it sees is the host's.</summary>
internal sealed class ForwardedHeaders : HttpTransformer
{
    public static readonly ForwardedHeaders Instance = new();

    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        if (httpContext.Connection.RemoteIpAddress is { } caller) proxyRequest.Headers.TryAddWithoutValidation("X-Forwarded-For", caller.ToString());
        proxyRequest.Headers.TryAddWithoutValidation("X-Forwarded-Host", httpContext.Request.Host.Value);
        proxyRequest.Headers.TryAddWithoutValidation("X-Forwarded-Proto", httpContext.Request.Scheme);
    }
}
