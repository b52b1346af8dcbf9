using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.LocalHost.Http;

/// <summary>A bare Kestrel on one port: without the host that usually surrounds it, it starts in milliseconds and listens exactly when it is told to.</summary>
internal sealed class ListeningServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IServer _server;

    private ListeningServer(WebApplication app) => (_app, _server) = (app, app.Services.GetRequiredService<IServer>());

    /// <param name="port">Where it listens.</param>
    /// <param name="protocols">What it speaks there.</param>
    /// <param name="limit">Sets its limits.</param>
    /// <param name="services">Adds the services of requests; Kestrel's are there.</param>
    /// <param name="pipeline">Makes what handles requests.</param>
    public static async Task<ListeningServer> StartAsync(ReservedPort port, HttpProtocols protocols, Action<KestrelServerLimits> limit, Action<IServiceCollection> services, Func<IServiceProvider, RequestDelegate> pipeline)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseSockets(sockets => sockets.CreateBoundListenSocket = _ => port.Take()).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            limit(kestrel.Limits);
            kestrel.Listen(port.EndPoint, listen => listen.Protocols = protocols);
        });
        services(builder.Services);
        var server = new ListeningServer(builder.Build());
        try
        {
            await server._server.StartAsync(new Application(pipeline(server._app.Services), server._app.Services.GetRequiredService<IServiceScopeFactory>()), CancellationToken.None);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes no more requests, and waits for those in flight until <paramref name="outOfTime"/>, when their connections are cut.</summary>
    public Task StopAsync(CancellationToken outOfTime) => _server.StopAsync(outOfTime);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private sealed class Application(RequestDelegate handle, IServiceScopeFactory scopes) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures) { ServiceScopeFactory = scopes };

        public Task ProcessRequestAsync(HttpContext context) => handle(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
