using Azure;
using Cadenza.LocalHost.Durable.History;
using Cadenza.LocalHost.Durable.Hub;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Durable.Scheduling;

/// <summary>Carries what orchestrations ask for to whoever does it, and the answers back.</summary>
internal sealed class Dispatcher(InstanceIndex index, HubReader reader, WorkCounter work, ILogger log)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    /// <summary>Leaves a message for an orchestration. Set before the first turn.</summary>
    public required Func<Instance, Message, bool> Post { get; set; }

    /// <summary>Puts an activity in line. Set before the first turn.</summary>
    public required Action<ActivityCall> RunActivity { get; set; }

    /// <summary>Does what a stored turn asked for; after a start, again.</summary>
    public void Dispatch(Instance instance, IReadOnlyList<Request> requests, bool again)
    {
        foreach (var (execution, scheduled) in requests)
        {
            switch (scheduled)
            {
                case ActivityScheduled activity:
                    RunActivity(new ActivityCall(instance.Id, execution, activity));
                    break;
                case ChildScheduled child:
                    Track(() => StartChildAsync(instance, execution, child, again));
                    break;
                case EventSent sent:
                    Track(() => SendAsync(instance, execution, sent));
                    break;
            }
        }
    }

    /// <summary>Brings an answer to the orchestration that waits for it, if it still runs.</summary>
    public void Answer(string instanceId, string execution, HistoryEvent answer)
    {
        if (index.Find(instanceId) is { } instance) Post(instance, new Message(answer, execution));
    }

    /// <summary>Tells the parent of an orchestration that has ended, and ends its children where that was asked for.</summary>
    public void Ended(Instance instance, InstanceState state, IReadOnlyList<string> children)
    {
        if (state.Parent is { } parent) Answer(parent.InstanceId, parent.Execution, Outcome(parent.TaskId, state));
        foreach (var child in children) Track(() => HandAsync(child, new Terminated(null, Recursive: true)));
    }

    /// <summary>Hands something to an orchestration; false when none runs under the id.</summary>
    /// <exception cref="InvalidOperationException">The engine has stopped.</exception>
    public async Task<bool> HandAsync(string instanceId, HistoryEvent happened)
    {
        while (index.Find(instanceId) is { } instance)
        {
            var (message, handled) = Message.Awaited(happened);
            if (Post(instance, message) && await handled.ConfigureAwait(false)) return true;
            if (instance.Refusal is { } reason) throw new InvalidOperationException(reason.Message, reason);
            // It ended before the message was taken; the id may have been taken again since.
            await Task.Yield();
        }

        return false;
    }

    private async Task StartChildAsync(Instance parent, string execution, ChildScheduled child, bool again)
    {
        var link = new ParentLink(parent.State!.Name, parent.Id, execution, child.Id);
        using var hold = await index.HoldAsync(child.InstanceId, CancellationToken.None).ConfigureAwait(false);
        if (index.Find(child.InstanceId) is { } existing)
        {
            if (existing.State?.Parent != link) Answer(parent.Id, execution, new TaskFailed(child.Id, InUse(child.InstanceId)));
            return;
        }

        if (again && await reader.EndedAsync(child.InstanceId, CancellationToken.None).ConfigureAwait(false) is { } ended && ended.Parent == link)
        {
            var ending = await reader.EndingAsync(child.InstanceId, ended, CancellationToken.None).ConfigureAwait(false);
            Answer(parent.Id, execution, Outcome(child.Id, ended with { Ending = ending }));
            return;
        }

        var instance = new Instance(child.InstanceId);
        index.Add(instance);
        Post(instance, new Message(new ExecutionStarted(child.Name, Turn.NewExecution(), child.Input, null, link)));
    }

    private async Task SendAsync(Instance sender, string execution, EventSent sent)
    {
        if (!await HandAsync(sent.Target, new EventRaised(sent.Name, sent.Data)).ConfigureAwait(false)) log.EventDropped(sent.Name, sent.Target);
        Answer(sender.Id, execution, new TaskCompleted(sent.Id, null));
    }

    /// <summary>Counts something as work under way. What the engine's end cuts off stays pending in its history, for the next start.</summary>
    private async void Track(Func<Task> request)
    {
        work.Begin();
        try
        {
            while (!await TryAsync(request).ConfigureAwait(false)) await Task.Delay(RetryDelay).ConfigureAwait(false);
        }
        catch (InvalidOperationException stopped)
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
            log.DispatchFailed(failed);
            return false;
        }
    }

    private static HistoryEvent Outcome(int task, InstanceState state) => state switch
    {
        { Status: OrchestrationRuntimeStatus.Terminated } => new TaskFailed(task, new Failure("Terminated", "The sub-orchestration was terminated.")),
        { Ending.Failure: { } failure } => new TaskFailed(task, failure),
        _ => new TaskCompleted(task, state.Ending?.Output),
    };

    private static Failure InUse(string id) =>
        new(typeof(InvalidOperationException).FullName!, $"The instance id '{id}' is in use by another orchestration.");
}
