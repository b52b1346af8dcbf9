using Cadenza.LocalHost.Durable.Client;
using Cadenza.LocalHost.Hosting;
using Cadenza.LocalHost.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Worker;

/// <summary>The gRPC server that the worker talks to: its own stream, and the durable client's calls. HTTP/2 without TLS, on a port of this machine alone.</summary>
internal sealed class WorkerServer : IAsyncDisposable
{
    private const int Window = 4 * 1024 * 1024;

    private readonly ListeningServer _server;

    private WorkerServer(ListeningServer server, Uri address) => (_server, Address) = (server, address);

    public Uri Address { get; }

    /// <param name="channel">The worker's.</param>
    /// <param name="hub">The durable client's server, asked for at its first call.</param>
    /// <param name="loggers">Where faults of the server are told.</param>
    public static async Task<WorkerServer> StartAsync(WorkerChannel channel, Func<TaskHubService> hub, ILoggerFactory loggers)
    {
        using var port = new ReservedPort(0);
        var address = port.Address;
        return new WorkerServer(await ListeningServer.StartAsync(port, HttpProtocols.Http2, Limit, services => AddServices(services, channel, hub, loggers), Pipeline), address);
    }

    public async ValueTask DisposeAsync()
    {
        // The worker's streams have ended; only idle connections are left, and they end when told.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _server.StopAsync(limit.Token);
        await _server.DisposeAsync();
    }

    private static void AddServices(IServiceCollection services, WorkerChannel channel, Func<TaskHubService> hub, ILoggerFactory loggers)
    {
        services.AddSingleton(loggers);
        services.AddRouting();
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = AppLaunch.MaxMessageLength;
            grpc.MaxSendMessageSize = AppLaunch.MaxMessageLength;
        });
        services.AddSingleton(new FunctionRpcService(channel));
        services.AddSingleton(_ => hub());
    }

    private static RequestDelegate Pipeline(IServiceProvider services)
    {
        var app = new ApplicationBuilder(services);
        app.UseRouting();
        app.UseEndpoints(endpoints =>
        {
            endpoints.MapGrpcService<FunctionRpcService>();
            endpoints.MapGrpcService<TaskHubService>();
        });
        return app.Build();
    }

    private static void Limit(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = null;
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
        limits.MaxResponseBufferSize = Window;
        // Large histories must not wait for a window of 128 kB to be opened again and again.
        limits.Http2.InitialConnectionWindowSize = Window;
        limits.Http2.InitialStreamWindowSize = Window;
        limits.Http2.MaxStreamsPerConnection = int.MaxValue;
    }
}
