using System.Net;
using Cadenza.Functions.Platform.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;

namespace Cadenza.Functions.Platform.Observability;

/// <summary>
/// Shows the metrics to Prometheus at <c>/metrics</c>, on a port of its own: nothing but that is there, and the app's own port
/// does not have it. Being asked for metrics is not measured.
/// </summary>
internal sealed class PrometheusServer(IPEndPoint listen, MeterProvider metrics) : IHostedService, IAsyncDisposable
{
    private WebApplication? _web;
    private IServer? _server;

    /// <summary>Where it listens, once the app has started.</summary>
    public Uri Address => new(_server!.Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Listen(listen);
        });
        _web = builder.Build();
        _server = _web.Services.GetRequiredService<IServer>();
        var handle = new ApplicationBuilder(_web.Services).UseOpenTelemetryPrometheusScrapingEndpoint(metrics, null, null, null, null).Build();
        try
        {
            await _server.StartAsync(new Unmeasured(handle, listen), cancellationToken);
        }
        catch (IOException taken)
        {
            throw new SettingsException([$"OTEL_EXPORTER_PROMETHEUS_PORT: {listen} cannot be listened on ({(taken.InnerException ?? taken).Message.TrimEnd('.')}); choose another port, or stop who has it"]);
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => _server?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _web?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Requests without what usually surrounds them, which would count them among the app's own.</summary>
    private sealed class Unmeasured(RequestDelegate handle, IPEndPoint listen) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context)
        {
            if (context.Request.Path == "/metrics" && IsForUs(context)) return handle(context);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        // On this machine alone, a page in a browser must not get here by a name of its own that leads here.
        private bool IsForUs(HttpContext context) =>
            !IPAddress.IsLoopback(listen.Address) || context.Request.Host.Host is "localhost" or "127.0.0.1" or "[::1]" or "";

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
