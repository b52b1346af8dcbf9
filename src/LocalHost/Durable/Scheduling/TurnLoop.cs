using System.Threading.Channels;
using Cadenza.LocalHost.Durable.Execution;
using Cadenza.LocalHost.Durable.History;
using Cadenza.LocalHost.Durable.Hub;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Durable.Scheduling;

/// <summary>
/// Gives orchestrations their turns: takes the messages, runs the code, has the outcome stored, and only then lets
/// anything follow from it.
/// </summary>
internal sealed class TurnLoop(OrchestrationHost host, HubReader reader, ShardWriter[] writers, InstanceIndex index, LiveCache live, Alarm alarm, WorkCounter work, TimeProvider clock, ILogger log)
{
    private readonly Channel<Instance> _ready = Channel.CreateUnbounded<Instance>();

    /// <summary>Does what a stored turn asked for. Set before the loop runs.</summary>
    public required Action<Instance, IReadOnlyList<Request>, bool> Dispatch { get; init; }

    /// <summary>Told of an orchestration that has ended, or was replaced (with the state it had).</summary>
    public required Action<Instance, InstanceState, IReadOnlyList<string>> Ended { get; init; }

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
            var orchestration = instance.Live;
            if (orchestration is null && instance.State is { } state) orchestration = await ReplayAsync(instance, state, cancellation).ConfigureAwait(false);
            RunTurn(instance, orchestration, messages);
        }
        catch (OperationCanceledException stopped)
        {
            Refuse(messages, new InvalidOperationException("The engine has stopped.", stopped));
            throw;
        }
    }

    private void RunTurn(Instance instance, Orchestration? orchestration, List<Message> messages)
    {
        var before = instance.State;
        var turn = new Turn(instance.Id, host, clock.GetUtcNow().UtcDateTime, () => Post(instance, Message.ForeignThread));
        turn.Run(orchestration, messages);
        instance.Live = turn.Orchestration;
        if (turn.Orchestration is not { } ran || !turn.HasHappened)
        {
            Settle(instance, turn, messages);
            return;
        }

        var after = TurnRows.After(before, turn, ran);
        writers[instance.Shard].Enqueue(new Commit(
            TurnRows.Of(instance, before, after, turn.History),
            () => OnStored(instance, before, after, turn, messages),
            exception => Refuse(messages, exception)));
    }

    /// <summary>Brings the code back; storage that cannot be read is tried until it can.</summary>
    private async Task<Orchestration> ReplayAsync(Instance instance, InstanceState state, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                var turns = await reader.HistoryAsync(instance.Id, state, cancellation).ConfigureAwait(false);
                return Replay.Run(instance.Id, turns, host, () => Post(instance, Message.ForeignThread));
            }
            catch (Exception damaged) when (damaged is InvalidDataException or System.Text.Json.JsonException)
            {
                var started = new ExecutionStarted(state.Name, state.Execution, null, null, state.Parent);
                var failed = new Orchestration(instance.Id, started, host, () => { });
                failed.Fail(new InvalidDataException($"The history of orchestration '{instance.Id}' cannot be read: {damaged.Message}", damaged));
                return failed;
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                log.ReadFailed(failed, instance.Id);
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellation).ConfigureAwait(false);
            }
        }
    }

    private void OnStored(Instance instance, InstanceState? before, InstanceState after, Turn turn, List<Message> messages)
    {
        if (turn.IsNew && before is not null) Ended(instance, before with { Ending = Replaced }, []);
        instance.Show(after with { Ending = after.HasEnded ? after.Ending : null });
        if (after.HasEnded) End(instance, after, turn);
        Settle(instance, turn, messages);
    }

    private void End(Instance instance, InstanceState after, Turn turn)
    {
        if (after.Ending?.Failure is { } failure) log.OrchestrationFailed(instance.Id, after.Name, failure.Type, failure.Message);
        index.Remove(instance);
        live.Remove(instance);
        alarm.Set(instance, null);
        var children = turn.History.OfType<Terminated>().Any(terminated => terminated.Recursive)
            ? turn.Orchestration!.Open.Pending.OfType<ChildScheduled>().Select(child => child.InstanceId).ToList() : [];
        Ended(instance, after, children);
    }

    /// <summary>Lets follow what a turn leads to, now that it is stored or there was nothing to store.</summary>
    private void Settle(Instance instance, Turn turn, List<Message> messages)
    {
        var recovers = messages.Contains(Message.Recover);
        var requests = recovers && turn.Orchestration is { IsOver: false } back
            ? [.. turn.Requests.Where(request => request.Execution != back.Started.Execution), .. back.Open.Pending.Select(pending => new Request(back.Started.Execution, pending))]
            : turn.Requests;
        if (requests.Count > 0) Dispatch(instance, requests, recovers);
        foreach (var message in messages) message.Handle(inTime: true);
        var state = instance.State;
        if (state is null or { HasEnded: true })
        {
            foreach (var late in instance.Close()) late.Handle(inTime: false);
            work.End();
            return;
        }

        alarm.Set(instance, state.WakeAt);
        if (instance.EndTurn())
        {
            _ready.Writer.TryWrite(instance);
            return;
        }

        live.Touch(instance);
        work.End();
    }

    private void Refuse(List<Message> messages, Exception exception)
    {
        foreach (var message in messages) message.Refuse(exception);
        work.End();
    }

    private static Ending Replaced => new(null, null, new Failure(typeof(InvalidOperationException).FullName!, "The orchestration was replaced by a new one with the same id."));
}
