using Azure.Data.Tables;
using Cadenza.LocalHost.Durable.Client;
using Cadenza.LocalHost.Durable.Hub;
using Cadenza.LocalHost.Durable.Scheduling;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Durable;

/// <summary>
/// Schedules orchestrations, whose turns a worker runs: event-sourced, the single owner of its task hub. Nothing is acted
/// on before it is stored; what was stored is carried on by the next start, however this one ended.
/// </summary>
internal sealed class DurableEngine : IAsyncDisposable
{
    private static readonly TimeSpan LastTurns = TimeSpan.FromSeconds(5);
    private readonly DurableEngineOptions _options;
    private readonly IHubStore _store;
    private readonly ILogger _log;
    private readonly HubLease _lease;
    private readonly HubLayout _layout;
    private readonly ShardWriter[] _writers;
    private readonly InstanceIndex _index = new();
    private readonly WorkCounter _work = new();
    private readonly Dispatcher _dispatcher;
    private readonly ActivityRunner _activities;
    private readonly Alarm _alarm;
    private readonly TurnLoop _turns;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isRunning;
    private Task _writing = Task.CompletedTask;
    private Task _running = Task.CompletedTask;
    private Task _acting = Task.CompletedTask;

    public DurableEngine(DurableEngineOptions options, IDurableWorker worker, TableServiceClient tables, TimeProvider clock, ILogger<DurableEngine> log)
        : this(options, worker, new TableHubStore(tables, options.HubName), clock, log)
    {
    }

    internal DurableEngine(DurableEngineOptions options, IDurableWorker worker, IHubStore store, TimeProvider clock, ILogger<DurableEngine> log)
    {
        options.Validate();
        (_options, _store, _log) = (options, store, log);
        _lease = new HubLease(store, options.HubName, options.LeaseDuration, log);
        _layout = new HubLayout(store, options.HubName);
        _writers = [.. Enumerable.Range(0, HubKeys.Shards).Select(shard => new ShardWriter(HubKeys.Partition(shard), store, options.HubName, _lease.Token, log))];
        var reader = new HubReader(store);
        _dispatcher = new Dispatcher(_index, reader, _work, log)
        {
            Post = (instance, message) => _turns!.Post(instance, message),
            RunActivity = call => _activities!.Enqueue(call),
            Forget = outgoing => _writers[HubKeys.Shard(outgoing.Partition)].EnqueueAsync([outgoing.Delete()]),
        };
        _activities = new ActivityRunner(worker, options.MaxConcurrentActivities, _work, (call, outcome) => _dispatcher.Answer(call.InstanceId, call.Execution, outcome), log);
        _alarm = new Alarm(clock, instance => _turns!.Post(instance, Message.Wake));
        var runner = new TurnRunner(new TurnCall(worker, reader, new Sessions(options.MaxSessions, options.SessionIdleTimeout, TimeProvider.System)), reader, clock);
        _turns = new TurnLoop(runner, reader, _writers, _index, _alarm, _work, log) { Dispatch = _dispatcher.Dispatch, Deliver = _dispatcher.Deliver, Ended = _dispatcher.Ended };
        Service = CreateService(reader);
    }

    /// <summary>The gRPC service that the app's durable client talks to; works between start and stop.</summary>
    public TaskHubService Service { get; }

    /// <summary>Ends with the engine; fails when it had to stop, with the reason (<see cref="TaskHubLostException"/>).</summary>
    public Task Stopped => _stopped.Task;

    /// <summary>Takes the task hub and carries on what is stored in it.</summary>
    /// <exception cref="TaskHubInUseException">Another process owns it.</exception>
    /// <exception cref="TaskHubLayoutException">Another version wrote it.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await _store.CreateAsync(cancellation).ConfigureAwait(false);
        await _lease.AcquireAsync(cancellation).ConfigureAwait(false);
        var shards = await TakeShardsAsync(cancellation).ConfigureAwait(false);
        using (ExecutionContext.SuppressFlow())
        {
            // No flow: what the caller has in async-locals is none of the orchestrations' business.
            _writing = Task.WhenAll(_writers.Select(writer => Guard(() => writer.RunAsync(_stop.Token))));
            _running = Task.WhenAll(Guard(() => _lease.KeepAsync(_stop.Token)), Guard(() => _turns.RunAsync(_options.MaxConcurrentOrchestrators, _stop.Token)));
            _acting = Guard(_activities.RunAsync);
        }

        _isRunning = true;
        foreach (var instance in shards.SelectMany(shard => shard.Instances))
        {
            if (instance.State!.Open.HasTasks) _turns.Post(instance, Message.Recover);
            else _alarm.Set(instance, instance.State.WakeAt);
        }

        foreach (var outgoing in shards.SelectMany(shard => shard.Outgoing)) _dispatcher.Deliver(outgoing);
        _log.Started(_options.HubName, _index.Count);
    }

    /// <summary>Finishes the activities in flight while the token allows, stores what came of them, and gives the task hub back.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        if (!_isRunning) return;
        _alarm.Dispose();
        _turns.Stop();
        _activities.Stop();
        await EndActivitiesAsync(cancellation).ConfigureAwait(false);
        // Orchestrations that never stop to wait are cut off; they go on from what is stored.
        await Task.WhenAny(_work.NoneAsync(), Task.Delay(LastTurns, CancellationToken.None)).ConfigureAwait(false);
        foreach (var writer in _writers) writer.Complete();
        await Task.WhenAny(_writing, Task.Delay(LastTurns, CancellationToken.None)).ConfigureAwait(false);
        await HaltAsync(new TaskHubStoppedException($"Task hub '{_options.HubName}' has stopped.")).ConfigureAwait(false);
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
        await HaltAsync(new TaskHubStoppedException("The engine was abandoned.")).ConfigureAwait(false);
        _lease.Abandon();
    }

    private TaskHubService CreateService(HubReader reader)
    {
        var reports = new InstanceReports(reader);
        var lister = new InstanceLister(_store, _index, reports, _options.HubName);
        var client = new HubClient(_index, _dispatcher, reader, CheckRunning);
        var purger = new Purger(_store, reader, _index, lister, _writers);
        return new TaskHubService(client, reports, lister, purger) { Reader = reader, CanReplaceRunning = _options.CanReplaceRunning };
    }

    private async Task<Shard[]> TakeShardsAsync(CancellationToken cancellation)
    {
        try
        {
            var mustRebuild = await _layout.MustRebuildAsync(_options.OldLayout, cancellation).ConfigureAwait(false);
            await Task.WhenAll(_writers.Select(writer => writer.TakeAsync(cancellation))).ConfigureAwait(false);
            if (mustRebuild) _log.Rebuilt(_options.HubName, await ClearAsync(cancellation).ConfigureAwait(false));
            await _layout.MarkAsync(cancellation).ConfigureAwait(false);
            return await Task.WhenAll(Enumerable.Range(0, HubKeys.Shards).Select(shard => ReadShardAsync(shard, cancellation))).ConfigureAwait(false);
        }
        catch
        {
            await _lease.ReleaseAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<int> ClearAsync(CancellationToken cancellation) =>
        (await Task.WhenAll(_writers.Select((writer, shard) => _layout.ClearAsync(shard, writer, cancellation))).ConfigureAwait(false)).Sum();

    private async Task<Shard> ReadShardAsync(int shard, CancellationToken cancellation)
    {
        var read = new Shard([], []);
        await foreach (var row in _store.RowsAsync(HubKeys.Partition(shard), HubKeys.Active, cancellation).ConfigureAwait(false))
        {
            var instance = new Instance(HubKeys.Decode(row.RowKey[1..])) { State = InstanceState.Read(row) };
            _index.Add(instance);
            read.Instances.Add(instance);
        }

        await foreach (var row in _store.RowsAsync(HubKeys.Partition(shard), HubKeys.Outbox, cancellation).ConfigureAwait(false))
            read.Outgoing.Add(Outgoing.Read(row));
        return read;
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
        _dispatcher.Stop();
        await _stop.CancelAsync().ConfigureAwait(false);
        foreach (var writer in _writers) writer.Complete();
        foreach (var instance in _index.All) instance.Refuse(reason);
        await Task.WhenAny(Task.WhenAll(_writing, _running), Task.Delay(LastTurns, CancellationToken.None)).ConfigureAwait(false);
        _work.Close();
    }

    private void CheckRunning()
    {
        if (_stopped.Task.IsFaulted) throw new TaskHubStoppedException(_stopped.Task.Exception!.InnerException!.Message, _stopped.Task.Exception.InnerException);
        if (!_isRunning) throw new TaskHubStoppedException($"Task hub '{_options.HubName}' is not running.");
    }

    /// <summary>What a start finds in a shard.</summary>
    private sealed record Shard(List<Instance> Instances, List<Outgoing> Outgoing);
}
