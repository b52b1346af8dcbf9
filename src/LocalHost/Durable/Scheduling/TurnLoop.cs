using System.Threading.Channels;
using Azure;
using Cadenza.LocalHost.Durable.History;
using Cadenza.LocalHost.Durable.Hub;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Durable.Scheduling;

/// <summary>
/// Gives orchestrations their turns: takes the messages, has the turn run, has the outcome stored, and only then lets
/// anything follow from it.
/// </summary>
internal sealed class TurnLoop(TurnRunner runner, HubReader reader, ShardWriter[] writers, InstanceIndex index, Alarm alarm, WorkCounter work, ILogger log)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);
    private readonly Channel<Instance> _ready = Channel.CreateUnbounded<Instance>();
    private volatile bool _isStopping;

    /// <summary>Does what a stored turn asked for. Set before the loop runs.</summary>
    public required Action<Instance, IReadOnlyList<HistoryEvent>, bool> Dispatch { get; init; }

    /// <summary>Says what a stored turn has to say. Set before the loop runs.</summary>
    public required Action<Outgoing> Deliver { get; init; }

    /// <summary>Told of an orchestration that has ended, or was replaced (with the state it had).</summary>
    public required Action<InstanceState> Ended { get; init; }

    /// <summary>Leaves a message for an orchestration and sees to it that it gets a turn; false when it has ended.</summary>
    public bool Post(Instance instance, Message message)
    {
        if (!instance.TryPost(message, out var startTurn)) return false;
        if (!startTurn) return true;
        work.Begin();
        _ready.Writer.TryWrite(instance);
        return true;
    }

    /// <summary>Runs turns until cancelled, several orchestrations' at a time.</summary>
    public Task RunAsync(int concurrency, CancellationToken cancellation) =>
        Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(() => WorkAsync(cancellation), cancellation)));

    /// <summary>From now on a turn that the worker cannot run is left to the next start.</summary>
    public void Stop() => _isStopping = true;

    private async Task WorkAsync(CancellationToken cancellation)
    {
        await foreach (var instance in _ready.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
            await RunTurnAsync(instance, cancellation).ConfigureAwait(false);
    }

    private async Task RunTurnAsync(Instance instance, CancellationToken cancellation)
    {
        var messages = instance.TakeInbox();
        try
        {
            var pending = messages.Contains(Message.Recover) ? await TryAsync(instance, () => PendingAsync(instance, cancellation), cancellation).ConfigureAwait(false) : [];
            var turn = await TryAsync(instance, () => runner.RunAsync(instance, messages, cancellation), cancellation).ConfigureAwait(false);
            if (turn is null) Settle(instance, [], messages, pending);
            else Store(instance, turn, messages, pending);
        }
        catch (WorkerUnavailableException stopping)
        {
            Refuse(messages, new TaskHubStoppedException("The engine stops; the next start goes on.", stopping));
        }
        catch (OperationCanceledException stopped)
        {
            Refuse(messages, new TaskHubStoppedException("The engine has stopped.", stopped));
            throw;
        }
    }

    /// <summary>Tries until it works: what cannot be read or run now can be later.</summary>
    private async Task<T> TryAsync<T>(Instance instance, Func<Task<T>> action, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await action().ConfigureAwait(false);
            }
            catch (WorkerUnavailableException failed) when (!_isStopping)
            {
                log.TurnNotRun(failed, instance.Id);
            }
            catch (Exception failed) when (failed is RequestFailedException or AggregateException)
            {
                log.ReadFailed(failed, instance.Id);
            }

            await Task.Delay(RetryDelay, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>What was asked for and not answered when the process ended.</summary>
    private async Task<IReadOnlyList<HistoryEvent>> PendingAsync(Instance instance, CancellationToken cancellation)
    {
        try
        {
            var history = await reader.HistoryAsync(instance.Id, instance.State!, cancellation).ConfigureAwait(false);
            return [.. history.Where(happened => happened.TaskScheduled is not null || happened.SubOrchestrationInstanceCreated is not null)];
        }
        catch (InvalidDataException damaged)
        {
            // Its next turn will fail and say so.
            log.ReadFailed(damaged, instance.Id);
            return [];
        }
    }

    private void Store(Instance instance, Turn turn, List<Message> messages, IReadOnlyList<HistoryEvent> pending)
    {
        var before = instance.State;
        var outgoing = TurnRows.Outgoing(instance, turn);
        writers[instance.Shard].Enqueue(new Commit(
            TurnRows.Of(instance, before is not null, turn, outgoing),
            () => OnStored(instance, before, turn, outgoing, messages, pending),
            exception => Refuse(messages, exception)));
    }

    private void OnStored(Instance instance, InstanceState? before, Turn turn, Outgoing? outgoing, List<Message> messages, IReadOnlyList<HistoryEvent> pending)
    {
        if (turn.IsNew && before is not null) Ended(before with { Ending = Replaced });
        instance.Show(turn.After);
        if (turn.After.HasEnded) End(instance, turn.After);
        if (outgoing is not null) Deliver(outgoing);
        Settle(instance, [.. turn.Requests], messages, pending);
    }

    private void End(Instance instance, InstanceState after)
    {
        if (after.Ending?.Failure is { } failure) log.OrchestrationFailed(instance.Id, after.Origin.Name, failure.ErrorType, failure.ErrorMessage);
        index.Remove(instance);
        alarm.Set(instance, null);
        Ended(after);
    }

    /// <summary>Lets follow what a turn leads to, now that it is stored or there was nothing to store.</summary>
    private void Settle(Instance instance, IReadOnlyList<HistoryEvent> requests, List<Message> messages, IReadOnlyList<HistoryEvent> pending)
    {
        var state = instance.State;
        if (requests.Count > 0) Dispatch(instance, requests, false);
        if (pending.Count > 0 && state is not null) Dispatch(instance, [.. pending.Where(asked => IsOpen(state, asked))], true);
        foreach (var message in messages) message.Handle(inTime: true);
        if (state is null or { HasEnded: true })
        {
            foreach (var late in instance.Close()) late.Handle(inTime: false);
            work.End();
            return;
        }

        alarm.Set(instance, state.WakeAt);
        if (instance.EndTurn()) _ready.Writer.TryWrite(instance);
        else work.End();
    }

    private void Refuse(List<Message> messages, Exception exception)
    {
        foreach (var message in messages) message.Refuse(exception);
        work.End();
    }

    private static bool IsOpen(InstanceState state, HistoryEvent asked) =>
        state.Open.Has(asked.EventId, asked.TaskScheduled is not null ? OpenKind.Activity : OpenKind.Child);

    private static Ending Replaced => new(null, Failures.Of<InvalidOperationException>("The orchestration was replaced by a new one with the same id."));
}
