using Cadenza.LocalHost.Durable;
using Cadenza.LocalHost.Durable.Client;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cadenza.LocalHost.Tests.Durable;

/// <summary>The task hub's service on a port of its own, and the official client that talks to it.</summary>
internal sealed class HubServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly GrpcChannel _channel;

    private HubServer(WebApplication app)
    {
        _app = app;
        _channel = GrpcChannel.ForAddress(app.Urls.Single(), new GrpcChannelOptions { MaxReceiveMessageSize = null, MaxSendMessageSize = null });
        Client = new GrpcDurableTaskClient("test", new GrpcDurableTaskClientOptions { Channel = _channel, EnableEntitySupport = true }, NullLogger.Instance);
    }

    public DurableTaskClient Client { get; }

    /// <summary>Serves the engine that the function gives at each call.</summary>
    public static async Task<HubServer> StartAsync(Func<DurableEngine> engine, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(grpc => (grpc.MaxReceiveMessageSize, grpc.MaxSendMessageSize) = (null, null));
        builder.Services.AddTransient<TaskHubService>(_ => engine().Service);
        var app = builder.Build();
        app.MapGrpcService<TaskHubService>();
        await app.StartAsync(cancellation);
        return new HubServer(app);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        _channel.Dispose();
        // Calls that wait are none of the server's business any more.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
