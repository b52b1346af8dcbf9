using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cadenza.LocalHost.Http;

/// <summary>The server of an app that lives in the host's process: it has no socket, and takes the host's requests as they are.</summary>
internal sealed class InProcessServer : IServer, IRequestForwarder
{
    private Func<HttpContext, CancellationToken, Task<bool>>? _serve;

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        _serve = (http, cancellation) => ServeAsync(application, http, cancellation);
        return Task.CompletedTask;
    }

    // What is in flight is the host's to wait for.
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
    }

    public Task<bool> ForwardAsync(HttpContext http, CancellationToken cancellation) =>
        _serve is { } serve ? serve(http, cancellation) : throw new InvalidOperationException("The app serves no HTTP: it did not call ConfigureFunctionsWebApplication().");

    private static async Task<bool> ServeAsync<TContext>(IHttpApplication<TContext> application, HttpContext http, CancellationToken cancellation)
        where TContext : notnull
    {
        var features = new ForwardedFeatures(http.Features, cancellation);
        var context = application.CreateContext(features);
        try
        {
            await application.ProcessRequestAsync(context);
            application.DisposeContext(context, null);
            return features.Get<IEndpointFeature>()?.Endpoint is not null;
        }
        catch (Exception fault)
        {
            application.DisposeContext(context, fault);
            throw;
        }
    }
}
