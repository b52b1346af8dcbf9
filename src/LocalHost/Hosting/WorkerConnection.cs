using Cadenza.LocalHost.Durable;
using Cadenza.LocalHost.Durable.Client;
using Cadenza.LocalHost.Worker;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Hosting;

/// <summary>A worker of the app from its launch to its end, and the server it talks to.</summary>
internal sealed class WorkerConnection(ILoggerFactory loggers, ILogger log) : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(1);

    // A connection breaks a moment before the process behind it is known to have ended.
    private static readonly TimeSpan ToLearnWhy = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WorkerServer? _server;

    public WorkerChannel Channel { get; } = new(Guid.NewGuid().ToString(), new WorkerLogs(loggers));

    public IRunningApp? App { get; private set; }

    /// <summary>What the worker said of itself at its start.</summary>
    public WorkerStart Start { get; private set; } = null!;

    /// <summary>Where the worker and its durable client connect.</summary>
    public Uri Address => _server!.Address;

    /// <summary>Completes with the reason when the worker ends without being asked to.</summary>
    public Task<string> Lost => _lost.Task;

    /// <summary>Launches the app and asks its worker for its functions.</summary>
    /// <exception cref="StartException">The worker does not come up.</exception>
    public async Task StartAsync(FunctionsHostOptions options, HostSettings settings, Func<TaskHubService> hub, CancellationToken cancellation)
    {
        _server = await WorkerServer.StartAsync(Channel, hub, loggers);
        var launch = new AppLaunch(_server.Address, Channel.WorkerId, options.Folder, ListenAddress.Without(options.Args), settings.ForApp, settings.Configuration, log);
        // The worker says what it has while the rest of the app still starts.
        var asking = AskAsync(options.App.Folder, cancellation);
        try
        {
            App = await options.App.LaunchAsync(launch, cancellation);
        }
        catch
        {
            Channel.End();
            await asking.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }

        _ = WatchAsync(App);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var first = await Task.WhenAny(asking, _lost.Task, Task.Delay(LongestStart, limit.Token));
        await limit.CancelAsync();
        if (first == asking && !_lost.Task.IsCompleted)
        {
            Start = await WhileItStartsAsync(asking);
            return;
        }

        cancellation.ThrowIfCancellationRequested();
        throw _lost.Task.IsCompleted ? Ended(await _lost.Task) : new StartException($"The app's worker did not connect within {LongestStart}.");
    }

    /// <summary>What the worker answers while the app starts.</summary>
    /// <exception cref="StartException">It ended instead, of which the app has said why.</exception>
    public async Task<T> WhileItStartsAsync<T>(Task<T> answer)
    {
        try
        {
            return await answer;
        }
        catch (WorkerUnavailableException)
        {
            throw Ended(await _lost.Task);
        }
    }

    /// <summary>Has the app end.</summary>
    public async Task StopAsync()
    {
        if (App is null) Channel.End();
        else await App.StopAsync(Channel);
    }

    public async ValueTask DisposeAsync()
    {
        if (App is not null) await App.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        Channel.Dispose();
    }

    private static StartException Ended(string how) => new($"The app ended while it was started: {how}.");

    private async Task<WorkerStart> AskAsync(string folder, CancellationToken cancellation)
    {
        await Task.WhenAny(Channel.Connected, Channel.Ended).WaitAsync(cancellation);
        return await WorkerStart.AskAsync(Channel, folder, cancellation);
    }

    private async Task WatchAsync(IRunningApp app)
    {
        await Task.WhenAny(app.Ended, Channel.Ended);
        await Task.WhenAny(app.Ended, Task.Delay(ToLearnWhy));
        _lost.TrySetResult(app.Ended.IsCompleted ? await app.Ended : "its connection broke");
    }
}
