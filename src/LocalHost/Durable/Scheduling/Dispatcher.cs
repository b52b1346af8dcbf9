using Azure;
using Cadenza.LocalHost.Durable.History;
using Cadenza.LocalHost.Durable.Hub;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Durable.Scheduling;

/// <summary>Carries what orchestrations ask for to whoever does it, and the answers back.</summary>
internal sealed class Dispatcher(InstanceIndex index, HubReader reader, WorkCounter work, ILogger log)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);
    private volatile bool _isStopped;

    /// <summary>Leaves a message for an orchestration. Set before the first turn.</summary>
    public required Func<Instance, Message, bool> Post { get; set; }

    /// <summary>Puts an activity in line. Set before the first turn.</summary>
    public required Action<ActivityCall> RunActivity { get; set; }

    /// <summary>Deletes what has been delivered. Set before the first turn.</summary>
    public required Func<Outgoing, Task> Forget { get; set; }

    /// <summary>From now on what cannot be done is left to the next start.</summary>
    public void Stop() => _isStopped = true;

    /// <summary>Does what a stored turn asked for; after a start, again.</summary>
    public void Dispatch(Instance instance, IReadOnlyList<HistoryEvent> requests, bool again)
    {
        var state = instance.State!;
        foreach (var asked in requests)
        {
            if (asked.TaskScheduled is { } activity) RunActivity(new ActivityCall(instance.Id, state.Execution, asked.EventId, activity));
            else Track(() => StartChildAsync(instance.Id, state, asked, again));
        }
    }

    /// <summary>Says what a stored turn has to say to other orchestrations.</summary>
    public void Deliver(Outgoing outgoing) => Track(() => DeliverAsync(outgoing));

    /// <summary>Brings an answer to the orchestration that waits for it, if it still runs.</summary>
    public void Answer(string instanceId, string execution, HistoryEvent answer)
    {
        if (index.Find(instanceId) is { } instance) Post(instance, new Message(answer, execution));
    }

    /// <summary>Tells the parent of an orchestration that has ended.</summary>
    public void Ended(InstanceState state)
    {
        if (state.Origin.Parent is { } parent) Answer(parent, state);
    }

    /// <summary>Hands something to an orchestration; false when none runs under the id.</summary>
    /// <exception cref="TaskHubStoppedException">The engine has stopped.</exception>
    public async Task<bool> HandAsync(string instanceId, HistoryEvent happened)
    {
        while (index.Find(instanceId) is { } instance)
        {
            var (message, handled) = Message.Awaited(happened);
            if (Post(instance, message) && await handled.ConfigureAwait(false)) return true;
            if (instance.Refusal is { } reason) throw new TaskHubStoppedException(reason.Message, reason);
            // It ended before the message was taken; the id may have been taken again since.
            await Task.Yield();
        }

        return false;
    }

    private async Task StartChildAsync(string parentId, InstanceState parent, HistoryEvent asked, bool again)
    {
        var child = asked.SubOrchestrationInstanceCreated;
        var link = Link(parentId, parent, asked.EventId);
        using var hold = await index.HoldAsync(child.InstanceId, CancellationToken.None).ConfigureAwait(false);
        if (index.Find(child.InstanceId) is { } existing)
        {
            if (!link.Equals(existing.State?.Origin.Parent)) Answer(parentId, parent.Execution, HistoryEvents.ChildFailed(asked.EventId, InUse(child.InstanceId)));
            return;
        }

        if (again && await reader.EndedAsync(child.InstanceId, CancellationToken.None).ConfigureAwait(false) is { } ended && link.Equals(ended.Origin.Parent))
        {
            Answer(link, ended with { Ending = await reader.EndingAsync(child.InstanceId, ended, CancellationToken.None).ConfigureAwait(false) });
            return;
        }

        var instance = new Instance(child.InstanceId);
        index.Add(instance);
        Post(instance, new Message(HistoryEvents.Started(Start(child, link))));
    }

    private async Task DeliverAsync(Outgoing outgoing)
    {
        foreach (var action in outgoing.Actions)
        {
            if (action.TerminateOrchestration is { } end) await HandAsync(end.InstanceId, HistoryEvents.Terminated(end.Reason, end.Recurse)).ConfigureAwait(false);
            else if (!await HandAsync(action.SendEvent.Instance.InstanceId, HistoryEvents.Raised(action.SendEvent.Name, action.SendEvent.Data)).ConfigureAwait(false))
                log.EventDropped(action.SendEvent.Name, action.SendEvent.Instance.InstanceId);
        }

        await Forget(outgoing).ConfigureAwait(false);
    }

    /// <summary>Counts something as work under way. What the engine's end cuts off stays stored, for the next start.</summary>
    private async void Track(Func<Task> request)
    {
        work.Begin();
        try
        {
            while (!await TryAsync(request).ConfigureAwait(false)) await Task.Delay(RetryDelay).ConfigureAwait(false);
        }
        catch (Exception stopped) when (stopped is TaskHubStoppedException or TaskHubLostException or InvalidDataException)
        {
            log.DispatchCutOff(stopped);
        }
        finally
        {
            work.End();
        }
    }

    private async Task<bool> TryAsync(Func<Task> request)
    {
        try
        {
            await request().ConfigureAwait(false);
            return true;
        }
        catch (Exception failed) when (failed is RequestFailedException or AggregateException)
        {
            if (_isStopped) throw new TaskHubStoppedException("The engine has stopped.", failed);
            log.DispatchFailed(failed);
            return false;
        }
    }

    private void Answer(ParentInstanceInfo parent, InstanceState state) =>
        Answer(parent.OrchestrationInstance.InstanceId, parent.OrchestrationInstance.ExecutionId, Outcome(parent.TaskScheduledId, state));

    private static HistoryEvent Outcome(int task, InstanceState state) => state switch
    {
        { Status: OrchestrationStatus.Terminated } => HistoryEvents.ChildFailed(task, new() { ErrorType = "Terminated", ErrorMessage = "The sub-orchestration was terminated." }),
        { Ending.Failure: { } failure } => HistoryEvents.ChildFailed(task, failure),
        _ => HistoryEvents.ChildCompleted(task, state.Ending?.Output),
    };

    private static ParentInstanceInfo Link(string parentId, InstanceState parent, int task) => new()
    {
        TaskScheduledId = task,
        Name = parent.Origin.Name,
        Version = parent.Origin.Version,
        OrchestrationInstance = new() { InstanceId = parentId, ExecutionId = parent.Execution },
    };

    private static ExecutionStartedEvent Start(SubOrchestrationInstanceCreatedEvent child, ParentInstanceInfo link) => new()
    {
        Name = child.Name,
        Version = child.Version,
        Input = child.Input,
        OrchestrationInstance = new() { InstanceId = child.InstanceId, ExecutionId = TurnOutcome.NewExecution() },
        ParentInstance = link,
        ParentTraceContext = child.ParentTraceContext,
        Tags = { child.Tags },
    };

    private static TaskFailureDetails InUse(string id) => Failures.Of<InvalidOperationException>($"The instance id '{id}' is in use by another orchestration.");
}
