using Cadenza.LocalRuntime.Durable.History;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalRuntime.Durable.Execution;

/// <summary>What the code sees; every member checks that the caller is the code.</summary>
internal sealed class OrchestrationContext(Orchestration orchestration, TurnThread thread, ILoggerFactory loggers) : TaskOrchestrationContext
{
    private const int LongestCustomStatus = 16 * 1024;

    /// <inheritdoc/>
    public override TaskName Name => Here.Started.Name;

    /// <inheritdoc/>
    public override string InstanceId => Here.InstanceId;

    /// <inheritdoc/>
    public override ParentOrchestrationInstance? Parent =>
        Here.Started.Parent is { } parent ? new ParentOrchestrationInstance(parent.Name, parent.InstanceId) : null;

    /// <inheritdoc/>
    public override DateTime CurrentUtcDateTime => Here.Now;

    // Not checked: a replay-safe logger may ask on any thread, and is none of the orchestration's state.
    /// <inheritdoc/>
    public override bool IsReplaying => orchestration.IsReplaying;

    /// <inheritdoc/>
    protected override ILoggerFactory LoggerFactory => loggers;

    private Orchestration Here
    {
        get
        {
            thread.Check();
            return orchestration;
        }
    }

    /// <inheritdoc/>
    public override T? GetInput<T>()
        where T : default => DurableJson.Read<T>(Here.Started.Input);

    /// <inheritdoc/>
    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        var json = DurableJson.Write(input);
        return DurableJson.Read<TResult>(await Call(options, () => Here.Schedule(id => new ActivityScheduled(id, name, json))))!;
    }

    /// <inheritdoc/>
    public override async Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        var json = DurableJson.Write(input);
        var child = (options as SubOrchestrationOptions)?.InstanceId;
        return DurableJson.Read<TResult>(await Call(options, () => Here.Schedule(id => new ChildScheduled(id, orchestratorName, child ?? ChildId(id), json))))!;
    }

    /// <inheritdoc/>
    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        var here = Here;
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled(cancellationToken);
        var due = fireAt.Kind == DateTimeKind.Local ? fireAt.ToUniversalTime() : DateTime.SpecifyKind(fireAt, DateTimeKind.Utc);
        var number = 0;
        var timer = here.Schedule(id => new TimerCreated(number = id, due));
        if (cancellationToken.CanBeCanceled)
        {
            cancellationToken.Register(() =>
            {
                if (IsHere()) orchestration.Open.CancelTimer(number, cancellationToken);
            });
        }

        return timer;
    }

    /// <inheritdoc/>
    public override async Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return DurableJson.Read<T>(await Here.Events.Wait(eventName, IsHere, cancellationToken))!;
    }

    /// <inheritdoc/>
    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        var json = DurableJson.Write(payload);
        _ = Here.Schedule(id => new EventSent(id, instanceId, eventName, json));
    }

    /// <inheritdoc/>
    public override void SetCustomStatus(object? customStatus)
    {
        var json = DurableJson.Write(customStatus) ?? Orchestration.NoCustomStatus;
        if (json.Length > LongestCustomStatus)
            throw new ArgumentException($"A custom status may have {LongestCustomStatus} characters as JSON; this one has {json.Length}.", nameof(customStatus));
        Here.CustomStatus = json;
    }

    /// <inheritdoc/>
    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        Here.ContinueAsNew(new NextGeneration(DurableJson.Write(newInput), preserveUnprocessedEvents));

    /// <inheritdoc/>
    public override Guid NewGuid() => Here.NewGuid();

    private Task<string?> Call(TaskOptions? options, Func<Task<string?>> attempt) =>
        options?.Retry?.Policy is { } policy ? Retries.Run(this, policy, attempt) : attempt();

    private string ChildId(int task) =>
        DeterministicGuid.Create(orchestration.InstanceId, orchestration.Started.Execution, "child", task).ToString("N");

    /// <summary>Whether the code itself cancels. Another thread that does is reported, as it has no one to throw at.</summary>
    private bool IsHere()
    {
        if (!thread.IsCurrent) thread.Post(static _ => { }, null);
        return thread.IsCurrent;
    }
}
