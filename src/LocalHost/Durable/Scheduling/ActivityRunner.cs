using System.Threading.Channels;
using Cadenza.LocalHost.Durable.History;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Durable.Scheduling;

/// <summary>An activity to be run for an orchestration.</summary>
internal sealed record ActivityCall(string InstanceId, string Execution, ActivityScheduled Activity);

/// <summary>Runs activities, a bounded number at a time.</summary>
internal sealed class ActivityRunner(DurableFunctions functions, int concurrency, WorkCounter work, Action<ActivityCall, HistoryEvent> done, ILogger log) : IDisposable
{
    private readonly Channel<ActivityCall> _queue = Channel.CreateUnbounded<ActivityCall>();
    private readonly CancellationTokenSource _giveUp = new();
    private volatile bool _isStopping;

    /// <summary>Puts an activity in line.</summary>
    public void Enqueue(ActivityCall call)
    {
        work.Begin();
        if (!_queue.Writer.TryWrite(call)) work.End();
    }

    /// <summary>Runs activities until <see cref="Stop"/>.</summary>
    public Task RunAsync() => Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(WorkAsync)));

    /// <summary>Starts no more activities; those in line stay pending in their histories.</summary>
    public void Stop()
    {
        _isStopping = true;
        _queue.Writer.TryComplete();
    }

    /// <summary>Tells the activities in flight that nobody waits for them any longer.</summary>
    public void GiveUp() => _giveUp.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _giveUp.Dispose();

    private async Task WorkAsync()
    {
        await foreach (var call in _queue.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (!_isStopping && await RunAsync(call).ConfigureAwait(false) is { } outcome) done(call, outcome);
            work.End();
        }
    }

    /// <summary>Runs an activity; null when it was given up, so that it is still to be run.</summary>
    private async Task<HistoryEvent?> RunAsync(ActivityCall call)
    {
        var (id, name, input) = call.Activity;
        try
        {
            if (!functions.Activities.TryGetValue(name, out var function)) throw new InvalidOperationException($"There is no activity function '{name}'.");
            return new TaskCompleted(id, DurableJson.Write(await function(call.InstanceId, input, _giveUp.Token).ConfigureAwait(false)));
        }
        catch (OperationCanceledException) when (_giveUp.IsCancellationRequested)
        {
            return null;
        }
#pragma warning disable CA1031 // Whatever an activity throws is the outcome that its orchestration gets.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            log.ActivityFailed(exception, name, call.InstanceId);
            return new TaskFailed(id, Failure.From(exception));
        }
    }
}
