using System.Threading.Channels;
using Cadenza.LocalHost.Durable.History;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Durable.Scheduling;

/// <summary>An activity to be run for an orchestration.</summary>
internal sealed record ActivityCall(string InstanceId, string Execution, int Id, TaskScheduledEvent Task)
{
    /// <summary>Its input as JSON, or null: the worker's code puts it into an array of one.</summary>
    public string? Input
    {
        get
        {
            if (Task.Input is not { } input || input.AsSpan().Trim() is not ['[', .. var inner, ']']) return Task.Input;
            return inner.Trim() is { Length: > 0 } one and not "null" ? one.ToString() : null;
        }
    }
}

/// <summary>Runs activities, a bounded number at a time.</summary>
internal sealed class ActivityRunner(IDurableWorker worker, int concurrency, WorkCounter work, Action<ActivityCall, HistoryEvent> done, ILogger log) : IDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);
    private readonly Channel<ActivityCall> _queue = Channel.CreateUnbounded<ActivityCall>();
    private readonly CancellationTokenSource _giveUp = new();
    private readonly CancellationTokenSource _stopping = new();

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
        _stopping.Cancel();
        _queue.Writer.TryComplete();
    }

    /// <summary>Tells the activities in flight that nobody waits for them any longer.</summary>
    public void GiveUp() => _giveUp.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        _giveUp.Dispose();
        _stopping.Dispose();
    }

    private async Task WorkAsync()
    {
        await foreach (var call in _queue.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            while (!_stopping.IsCancellationRequested && !await TryRunAsync(call).ConfigureAwait(false))
                await Task.WhenAny(Task.Delay(RetryDelay, _stopping.Token)).ConfigureAwait(false);
            work.End();
        }
    }

    /// <summary>Runs an activity; false when it is still to be run.</summary>
    private async Task<bool> TryRunAsync(ActivityCall call)
    {
        try
        {
            var outcome = await worker.RunActivityAsync(call.Task.Name, call.InstanceId, call.Input, _giveUp.Token).ConfigureAwait(false);
            if (outcome.Failure is { } failure) Fail(call, failure);
            else done(call, HistoryEvents.TaskCompleted(call.Id, outcome.Output));
            return true;
        }
        catch (UnknownFunctionException unknown)
        {
            Fail(call, Failures.Of<InvalidOperationException>(unknown.Message));
            return true;
        }
        catch (Exception gone) when (gone is WorkerUnavailableException || (gone is OperationCanceledException && _giveUp.IsCancellationRequested))
        {
            log.ActivityNotRun(gone, call.Task.Name, call.InstanceId);
            return false;
        }
#pragma warning disable CA1031 // Whatever keeps an activity from being run is the outcome that its orchestration gets.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fail(call, Failures.From(exception));
            return true;
        }
    }

    private void Fail(ActivityCall call, TaskFailureDetails failure)
    {
        log.ActivityFailed(call.Task.Name, call.InstanceId, failure.ErrorType, failure.ErrorMessage);
        done(call, HistoryEvents.TaskFailed(call.Id, failure));
    }
}
