using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cadenza.LocalHost.Http;

/// <summary>A bare Kestrel on one port: it needs no host around it, so that it starts in milliseconds and listens exactly when it is told to.</summary>
internal sealed class ListeningServer : IAsyncDisposable
{
    private readonly KestrelServer _server;

    private ListeningServer(KestrelServer server) => _server = server;

    /// <summary>Listens on <paramref name="port"/> and has every request handled.</summary>
    public static async Task<ListeningServer> StartAsync(ReservedPort port, HttpProtocols protocols, Action<KestrelServerLimits> limit, RequestDelegate handle, IServiceProvider services, ILoggerFactory loggers)
    {
        var options = new KestrelServerOptions { AddServerHeader = false, ApplicationServices = services };
        limit(options.Limits);
        options.Listen(port.EndPoint, listen => listen.Protocols = protocols);
        var sockets = new SocketTransportOptions { CreateBoundListenSocket = _ => port.Take() };
        var server = new KestrelServer(Options.Create(options), new SocketTransportFactory(Options.Create(sockets), loggers), loggers);
        await server.StartAsync(new Application(handle, services.GetRequiredService<IServiceScopeFactory>()), CancellationToken.None);
        return new ListeningServer(server);
    }

    /// <summary>Takes no more requests, and waits for those in flight until <paramref name="outOfTime"/>, when their connections are cut.</summary>
    public Task StopAsync(CancellationToken outOfTime) => _server.StopAsync(outOfTime);

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }

    private sealed class Application(RequestDelegate handle, IServiceScopeFactory scopes) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures) { ServiceScopeFactory = scopes };

        public Task ProcessRequestAsync(HttpContext context) => handle(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
