using System.Diagnostics;
using Cadenza.LocalHost.Http;
using Cadenza.LocalHost.Worker;
using Cadenza.LocalHost.Worker.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Cadenza.LocalHost.Hosting;

/// <summary>An app in a process of its own, behind its guard.</summary>
internal sealed class RunningProcessApp : IRunningApp
{
    private static readonly TimeSpan ToEnd = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ToGiveUp = TimeSpan.FromSeconds(5);

    private readonly Process _guard;
    private readonly ILogger _log;
    private readonly ServiceProvider _proxy = new ServiceCollection().AddLogging().AddHttpForwarder().BuildServiceProvider();
    private readonly Task _exited;
    private ProxyForwarder? _forwarder;

    public RunningProcessApp(Process guard, ILogger log)
    {
        (_guard, _log) = (guard, log);
        _exited = guard.WaitForExitAsync();
        Ended = EndedAsync();
    }

    public IServiceProvider? Services => null;

    public Task<string> Ended { get; }

    public IRequestForwarder Forwarder(IReadOnlyDictionary<string, string> capabilities) =>
        _forwarder = new ProxyForwarder(capabilities.GetValueOrDefault("HttpUri", "http://localhost/"), _proxy.GetRequiredService<IHttpForwarder>());

    public async Task StopAsync(WorkerChannel channel)
    {
        channel.Send(new StreamingMessage { WorkerTerminate = new WorkerTerminate() });
        await Task.WhenAny(_exited, Task.Delay(ToEnd));
        channel.End();
        if (await Task.WhenAny(_exited, Task.Delay(ToGiveUp)) != _exited) HostLog.WorkerKilled(_log);
        await KillAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _guard.Dispose();
        _forwarder?.Dispose();
        await _proxy.DisposeAsync();
    }

    // The guard kills the app when the pipe that the host holds is closed.
    private async Task KillAsync()
    {
        if (_exited.IsCompleted) return;
        _guard.StandardInput.Close();
        await _exited;
    }

    private async Task<string> EndedAsync()
    {
        await _exited;
        return $"its process ended with code {_guard.ExitCode}";
    }
}
