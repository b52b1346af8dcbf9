using Azure.Data.Tables;
using Cadenza.LocalHost.Durable.Client;
using Cadenza.LocalHost.Durable.Execution;
using Cadenza.LocalHost.Durable.Hub;
using Cadenza.LocalHost.Durable.Scheduling;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cadenza.LocalHost.Durable;

/// <summary>
/// Runs orchestrations: event-sourced, replaying, the single owner of its task hub. Nothing is acted on before it is
/// stored; what was stored is carried on by the next start, however this one ended.
/// </summary>
internal sealed class DurableEngine : IAsyncDisposable
{
    private static readonly TimeSpan LastTurns = TimeSpan.FromSeconds(5);
    private readonly DurableEngineOptions _options;
    private readonly IHubStore _store;
    private readonly ILogger _log;
    private readonly HubLease _lease;
    private readonly ShardWriter[] _writers;
    private readonly InstanceIndex _index = new();
    private readonly WorkCounter _work = new();
    private readonly ActivityRunner _activities;
    private readonly Alarm _alarm;
    private readonly TurnLoop _turns;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isRunning;
    private Task _writing = Task.CompletedTask;
    private Task _running = Task.CompletedTask;
    private Task _acting = Task.CompletedTask;

    public DurableEngine(DurableEngineOptions options, DurableFunctions functions, TableServiceClient tables, TimeProvider clock, ILogger<DurableEngine> log, ILoggerFactory? loggers = null)
        : this(options, functions, new TableHubStore(tables, options.HubName), clock, log, loggers)
    {
    }

    internal DurableEngine(DurableEngineOptions options, DurableFunctions functions, IHubStore store, TimeProvider clock, ILogger<DurableEngine> log, ILoggerFactory? loggers = null)
    {
        options.Validate();
        (_options, _store, _log) = (options, store, log);
        _lease = new HubLease(store, options.HubName, options.LeaseDuration, log);
        _writers = [.. Enumerable.Range(0, HubKeys.Shards).Select(shard => new ShardWriter(HubKeys.Partition(shard), store, options.HubName, _lease.Token, log))];
        var reader = new HubReader(store);
        var dispatcher = new Dispatcher(_index, reader, _work, log) { Post = (instance, message) => _turns!.Post(instance, message), RunActivity = call => _activities!.Enqueue(call) };
        _activities = new ActivityRunner(functions, options.MaxConcurrentActivities, _work, (call, outcome) => dispatcher.Answer(call.InstanceId, call.Execution, outcome), log);
        _alarm = new Alarm(clock, instance => _turns!.Post(instance, Message.Wake));
        var host = new OrchestrationHost(functions, loggers ?? NullLoggerFactory.Instance);
        _turns = new TurnLoop(host, reader, _writers, _index, new LiveCache(options.LiveOrchestrations), _alarm, _work, clock, log)
        {
            Dispatch = dispatcher.Dispatch,
            Ended = dispatcher.Ended,
        };
        var metadata = new InstanceMetadata(reader);
        var lister = new InstanceLister(store, _index, metadata, options.HubName);
        var purger = new Purger(store, reader, _index, lister, _writers);
        Client = new EngineClient(options.HubName, _index, dispatcher, reader, metadata, lister, purger, clock, log) { CheckRunning = CheckRunning };
    }

    /// <summary>Starts, signals and looks at orchestrations; works between start and stop.</summary>
    public DurableTaskClient Client { get; }

    /// <summary>Ends with the engine; fails when it had to stop, with the reason (<see cref="TaskHubLostException"/>).</summary>
    public Task Stopped => _stopped.Task;

    /// <summary>Takes the task hub and carries on what is stored in it.</summary>
    /// <exception cref="TaskHubInUseException">Another process owns it.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await _store.CreateAsync(cancellation).ConfigureAwait(false);
        await _lease.AcquireAsync(cancellation).ConfigureAwait(false);
        var states = await TakeShardsAsync(cancellation).ConfigureAwait(false);
        using (ExecutionContext.SuppressFlow())
        {
            // No flow: what the caller has in async-locals is none of the orchestrations' business.
            _writing = Task.WhenAll(_writers.Select(writer => Guard(() => writer.RunAsync(_stop.Token))));
            _running = Task.WhenAll(Guard(() => _lease.KeepAsync(_stop.Token)), Guard(() => _turns.RunAsync(_options.MaxConcurrentOrchestrators, _stop.Token)));
            _acting = Guard(_activities.RunAsync);
        }

        _isRunning = true;
        foreach (var instance in states.SelectMany(shard => shard))
        {
            if (instance.State!.IsBusy) _turns.Post(instance, Message.Recover);
            else _alarm.Set(instance, instance.State.WakeAt);
        }

        _log.Started(_options.HubName, _index.Count);
    }

    /// <summary>Finishes the activities in flight while the token allows, stores what came of them, and gives the task hub back.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        if (!_isRunning) return;
        _alarm.Dispose();
        _activities.Stop();
        await EndActivitiesAsync(cancellation).ConfigureAwait(false);
        // Orchestrations that never stop to wait are cut off; they go on from what is stored.
        await Task.WhenAny(_work.NoneAsync(), Task.Delay(LastTurns, CancellationToken.None)).ConfigureAwait(false);
        foreach (var writer in _writers) writer.Complete();
        await Task.WhenAny(_writing, Task.Delay(LastTurns, CancellationToken.None)).ConfigureAwait(false);
        await HaltAsync(new InvalidOperationException($"Task hub '{_options.HubName}' has stopped.")).ConfigureAwait(false);
        await _lease.ReleaseAsync(CancellationToken.None).ConfigureAwait(false);
        _stopped.TrySetResult();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        _alarm.Dispose();
        _activities.Dispose();
        _stop.Dispose();
    }

    /// <summary>Waits until there is nothing to do before the clock moves on: no turn, activity or write under way, no timer due.</summary>
    internal async Task IdleAsync()
    {
        do
        {
            await _work.NoneAsync().ConfigureAwait(false);
            _alarm.Ring();
        }
        while (!_work.NoneAsync().IsCompleted);
    }

    /// <summary>Stops as if the process had been killed, for tests: nothing is finished, stored or given back.</summary>
    internal async Task AbandonAsync()
    {
        _alarm.Dispose();
        _activities.Stop();
        await HaltAsync(new InvalidOperationException("The engine was abandoned.")).ConfigureAwait(false);
        _lease.Abandon();
    }

    private async Task<List<Instance>[]> TakeShardsAsync(CancellationToken cancellation)
    {
        try
        {
            return await Task.WhenAll(Enumerable.Range(0, HubKeys.Shards).Select(shard => TakeShardAsync(shard, cancellation))).ConfigureAwait(false);
        }
        catch
        {
            await _lease.ReleaseAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<List<Instance>> TakeShardAsync(int shard, CancellationToken cancellation)
    {
        await _writers[shard].TakeAsync(cancellation).ConfigureAwait(false);
        List<Instance> instances = [];
        for (var from = HubKeys.Active; ;)
        {
            var rows = await _store.RangeAsync(HubKeys.Partition(shard), from, HubKeys.After(HubKeys.Active), 1000, cancellation).ConfigureAwait(false);
            foreach (var row in rows)
            {
                var instance = new Instance(HubKeys.Decode(row.RowKey[1..])) { State = InstanceState.Read(row) };
                _index.Add(instance);
                instances.Add(instance);
            }

            if (rows.Count < 1000) return instances;
            from = HubKeys.Next(rows[^1].RowKey);
        }
    }

    private async Task EndActivitiesAsync(CancellationToken cancellation)
    {
        try
        {
            await _acting.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _log.GaveUp(_options.HubName);
            _activities.GiveUp();
            await Task.WhenAny(_acting, Task.Delay(LastTurns, CancellationToken.None)).ConfigureAwait(false);
        }
    }

    /// <summary>Runs a loop that only ends when the engine does; should it fail, the engine stops and says so.</summary>
    private async Task Guard(Func<Task> loop)
    {
        try
        {
            await Task.Run(loop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // Without this loop nothing works: whatever it was, the engine stops, and says so to its host.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (!_stopped.TrySetException(exception)) return;
            _log.Lost(exception, _options.HubName);
            _alarm.Dispose();
            _activities.Stop();
            _ = HaltAsync(exception);
        }
    }

    private async Task HaltAsync(Exception reason)
    {
        _isRunning = false;
        await _stop.CancelAsync().ConfigureAwait(false);
        foreach (var writer in _writers) writer.Complete();
        foreach (var instance in _index.All) instance.Refuse(reason);
        await Task.WhenAny(Task.WhenAll(_writing, _running), Task.Delay(LastTurns, CancellationToken.None)).ConfigureAwait(false);
    }

    private void CheckRunning()
    {
        if (_stopped.Task.IsFaulted) throw new InvalidOperationException(_stopped.Task.Exception!.InnerException!.Message, _stopped.Task.Exception.InnerException);
        if (!_isRunning) throw new InvalidOperationException($"Task hub '{_options.HubName}' is not running.");
    }
}
