using Cadenza.LocalHost.Durable;
using Cadenza.LocalHost.Http;
using Cadenza.LocalHost.Worker;
using Cadenza.LocalHost.Worker.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cadenza.LocalHost.Hosting;

/// <summary>An app that lives in the host's process.</summary>
internal sealed class RunningInProcessApp : IRunningApp
{
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(500);

    private readonly IHost _host;
    private readonly InProcessServer _server;
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RunningInProcessApp(IHost host, InProcessServer server)
    {
        (_host, _server) = (host, server);
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => _ended.TrySetResult("the app has stopped itself"));
    }

    public IServiceProvider Services => _host.Services;

    public Task<string> Ended => _ended.Task;

    public IRequestForwarder Forwarder(IReadOnlyDictionary<string, string> capabilities) => _server;

    public async Task StopAsync(WorkerChannel channel)
    {
        channel.Send(new StreamingMessage { WorkerTerminate = new WorkerTerminate() });
        await _host.StopAsync();
        await HearLastWordsAsync(channel);
        // A worker that stops in a process that goes on does not close its stream.
        channel.End();
        await channel.Ended;
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is IAsyncDisposable disposable) await disposable.DisposeAsync();
        else _host.Dispose();
    }

    // Log lines come in their order with answers: when the worker has answered, all that it logged has come.
    private static async Task HearLastWordsAsync(WorkerChannel channel)
    {
        using var limit = new CancellationTokenSource(LastWords);
        try
        {
            await channel.AskAsync(new StreamingMessage { WorkerStatusRequest = new WorkerStatusRequest() }, limit.Token);
        }
        catch (Exception fault) when (fault is OperationCanceledException or WorkerUnavailableException)
        {
            // Then there are none.
        }
    }
}
