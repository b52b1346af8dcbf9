using Cadenza.LocalHost.Durable.History;
using Cadenza.LocalHost.Durable.Hub;
using Cadenza.LocalHost.Durable.Scheduling;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.DurableTask.Protobuf;
using Status = Grpc.Core.Status;

namespace Cadenza.LocalHost.Durable.Client;

/// <summary>
/// What the app's durable client talks to. It answers as the Durable extension 3.18 does on Azure Storage, error codes
/// included, except that what a call hands over is stored when the call returns.
/// </summary>
internal sealed partial class TaskHubService(HubClient hub, InstanceReports reports, InstanceLister lister, Purger purger) : TaskHubSidecarService.TaskHubSidecarServiceBase
{
    private static readonly OrchestrationStatus[] NotEnded =
        [OrchestrationStatus.Pending, OrchestrationStatus.Running, OrchestrationStatus.Suspended, OrchestrationStatus.ContinuedAsNew];

    /// <summary>Whether a start may replace an orchestration that runs.</summary>
    public bool CanReplaceRunning { get; init; }

    /// <summary>Reads the history that <see cref="StreamInstanceHistory"/> gives.</summary>
    public required HubReader Reader { get; init; }

    /// <inheritdoc/>
    public override Task<Empty> Hello(Empty request, ServerCallContext context) => Task.FromResult(new Empty());

    /// <inheritdoc/>
    public override Task<CreateInstanceResponse> StartInstance(CreateInstanceRequest request, ServerCallContext context) => AnswerAsync(async () =>
    {
        var id = string.IsNullOrEmpty(request.InstanceId) ? Guid.NewGuid().ToString("N") : request.InstanceId;
        if (string.IsNullOrEmpty(request.Name)) throw new ArgumentException("The name of the orchestrator is missing.");
        var started = new ExecutionStartedEvent
        {
            Name = request.Name,
            Version = request.Version,
            Input = request.Input,
            OrchestrationInstance = new() { InstanceId = id, ExecutionId = TurnOutcome.NewExecution() },
            ScheduledStartTimestamp = request.ScheduledStartTimestamp,
            ParentTraceContext = request.ParentTraceContext,
            Tags = { request.Tags },
        };
        await StartAsync(started, Refusing(request.OrchestrationIdReusePolicy), StatusCode.AlreadyExists, context.CancellationToken).ConfigureAwait(false);
        return new CreateInstanceResponse { InstanceId = id };
    });

    /// <inheritdoc/>
    public override Task<RestartInstanceResponse> RestartInstance(RestartInstanceRequest request, ServerCallContext context) => AnswerAsync(async () =>
    {
        var state = await FindAsync(request.InstanceId, context).ConfigureAwait(false);
        var id = request.RestartWithNewInstanceId ? Guid.NewGuid().ToString("N") : request.InstanceId;
        var input = await Reader.InputAsync(request.InstanceId, state, context.CancellationToken).ConfigureAwait(false);
        var started = (state.Origin with { Parent = null }).Start(id, TurnOutcome.NewExecution(), input);
        await StartAsync(started, NotEnded.ToHashSet(), StatusCode.FailedPrecondition, context.CancellationToken).ConfigureAwait(false);
        return new RestartInstanceResponse { InstanceId = id };
    });

    /// <inheritdoc/>
    public override Task<GetInstanceResponse> GetInstance(GetInstanceRequest request, ServerCallContext context) => AnswerAsync(async () =>
        await hub.FindAsync(request.InstanceId, context.CancellationToken).ConfigureAwait(false) is { } state
            ? await ReportAsync(request, state, context).ConfigureAwait(false) : new GetInstanceResponse());

    /// <inheritdoc/>
    public override Task<GetInstanceResponse> WaitForInstanceStart(GetInstanceRequest request, ServerCallContext context) => WaitAsync(request, forEnd: false, context);

    /// <inheritdoc/>
    public override Task<GetInstanceResponse> WaitForInstanceCompletion(GetInstanceRequest request, ServerCallContext context) => WaitAsync(request, forEnd: true, context);

    /// <inheritdoc/>
    public override Task<RaiseEventResponse> RaiseEvent(RaiseEventRequest request, ServerCallContext context) => AnswerAsync(async () =>
    {
        if (string.IsNullOrEmpty(request.Name)) throw new ArgumentException("The name of the event is missing.");
        await HandAsync(request.InstanceId, HistoryEvents.Raised(request.Name, request.Input), context).ConfigureAwait(false);
        return new RaiseEventResponse();
    });

    /// <inheritdoc/>
    public override Task<TerminateResponse> TerminateInstance(TerminateRequest request, ServerCallContext context) => AnswerAsync(async () =>
    {
        await HandAsync(request.InstanceId, HistoryEvents.Terminated(request.Output, request.Recursive), context).ConfigureAwait(false);
        return new TerminateResponse();
    });

    /// <inheritdoc/>
    public override Task<SuspendResponse> SuspendInstance(SuspendRequest request, ServerCallContext context) => AnswerAsync(async () =>
    {
        var state = await FindAsync(request.InstanceId, context).ConfigureAwait(false);
        if (state.Status == OrchestrationStatus.Suspended) throw WrongStatus(request.InstanceId, state);
        await HandAsync(request.InstanceId, HistoryEvents.Suspended(request.Reason), context).ConfigureAwait(false);
        return new SuspendResponse();
    });

    /// <inheritdoc/>
    public override Task<ResumeResponse> ResumeInstance(ResumeRequest request, ServerCallContext context) => AnswerAsync(async () =>
    {
        var state = await FindAsync(request.InstanceId, context).ConfigureAwait(false);
        if (state.Status != OrchestrationStatus.Suspended) throw WrongStatus(request.InstanceId, state);
        await HandAsync(request.InstanceId, HistoryEvents.Resumed(request.Reason), context).ConfigureAwait(false);
        return new ResumeResponse();
    });

    /// <inheritdoc/>
    public override Task<QueryInstancesResponse> QueryInstances(QueryInstancesRequest request, ServerCallContext context) =>
        AnswerAsync(() => lister.PageAsync(request.Query ?? new InstanceQuery(), context.CancellationToken));

    /// <inheritdoc/>
    public override Task<PurgeInstancesResponse> PurgeInstances(PurgeInstancesRequest request, ServerCallContext context) => AnswerAsync(() => request.RequestCase switch
    {
        PurgeInstancesRequest.RequestOneofCase.InstanceId => PurgeAsync(request.InstanceId, request.Recursive, context),
        PurgeInstancesRequest.RequestOneofCase.PurgeInstanceFilter => PurgeAsync(request.PurgeInstanceFilter, request.Recursive, context),
        var other => throw new ArgumentException($"A purge by {other} is not supported by LocalHost."),
    });

    /// <inheritdoc/>
    public override Task StreamInstanceHistory(StreamInstanceHistoryRequest request, IServerStreamWriter<HistoryChunk> responseStream, ServerCallContext context) => AnswerAsync(async () =>
    {
        const int MostBytes = 2 << 20;
        var state = await FindAsync(request.InstanceId, context).ConfigureAwait(false);
        var (chunk, size) = (new HistoryChunk(), 0);
        foreach (var happened in await Reader.HistoryAsync(request.InstanceId, state, context.CancellationToken).ConfigureAwait(false))
        {
            if (size > 0 && size + happened.CalculateSize() > MostBytes)
            {
                await responseStream.WriteAsync(chunk, context.CancellationToken).ConfigureAwait(false);
                (chunk, size) = (new HistoryChunk(), 0);
            }

            chunk.Events.Add(happened);
            size += happened.CalculateSize();
        }

        await responseStream.WriteAsync(chunk, context.CancellationToken).ConfigureAwait(false);
        return chunk;
    });

    private HashSet<OrchestrationStatus> Refusing(OrchestrationIdReusePolicy? policy)
    {
        OrchestrationStatus[] all = [.. NotEnded, OrchestrationStatus.Completed, OrchestrationStatus.Failed, OrchestrationStatus.Terminated];
        return [.. policy is null ? [] : all.Except(policy.ReplaceableStatus), .. CanReplaceRunning ? [] : NotEnded];
    }

    private async Task StartAsync(ExecutionStartedEvent started, IReadOnlySet<OrchestrationStatus> refusing, StatusCode refusal, CancellationToken cancellation)
    {
        if (await hub.StartAsync(started, refusing, cancellation).ConfigureAwait(false) is not { } status) return;
        throw new RpcException(new Status(refusal, $"There is an orchestration '{started.OrchestrationInstance.InstanceId}' already; it is {status}."));
    }

    private async Task<GetInstanceResponse> ReportAsync(GetInstanceRequest request, InstanceState state, ServerCallContext context) => new()
    {
        Exists = true,
        OrchestrationState = await reports.OfAsync(request.InstanceId, state, request.GetInputsAndOutputs, context.CancellationToken).ConfigureAwait(false),
    };

    private Task<GetInstanceResponse> WaitAsync(GetInstanceRequest request, bool forEnd, ServerCallContext context) => AnswerAsync(async () =>
    {
        var state = await hub.WaitAsync(request.InstanceId, forEnd, context.CancellationToken).ConfigureAwait(false);
        return await ReportAsync(request, state, context).ConfigureAwait(false);
    });

    private async Task HandAsync(string id, HistoryEvent happened, ServerCallContext context)
    {
        if (await hub.HandAsync(id, happened, context.CancellationToken).ConfigureAwait(false)) return;
        throw WrongStatus(id, await FindAsync(id, context).ConfigureAwait(false));
    }

    private async Task<PurgeInstancesResponse> PurgeAsync(string id, bool recursive, ServerCallContext context)
    {
        var state = await hub.FindAsync(id, context.CancellationToken).ConfigureAwait(false);
        if (state is { HasEnded: false }) throw WrongStatus(id, state);
        return new PurgeInstancesResponse { DeletedInstanceCount = await purger.PurgeAsync(id, recursive, context.CancellationToken).ConfigureAwait(false) };
    }

    private async Task<PurgeInstancesResponse> PurgeAsync(PurgeInstanceFilter filter, bool recursive, ServerCallContext context)
    {
        hub.CheckRunning();
        var (count, isComplete) = await purger.PurgeAsync(InstanceFilter.Of(filter), recursive, filter.Timeout?.ToTimeSpan(), context.CancellationToken).ConfigureAwait(false);
        return new PurgeInstancesResponse { DeletedInstanceCount = count, IsComplete = isComplete };
    }

    private async Task<InstanceState> FindAsync(string id, ServerCallContext context) =>
        await hub.FindAsync(id, context.CancellationToken).ConfigureAwait(false)
        ?? throw new RpcException(new Status(StatusCode.NotFound, $"There is no orchestration '{id}'."));

    private static RpcException WrongStatus(string id, InstanceState state) =>
        new(new Status(StatusCode.FailedPrecondition, $"That cannot be done to orchestration '{id}': it is {state.Status}."));

    /// <summary>Answers a call; what goes wrong gets the code by which the official client knows it.</summary>
    private static async Task<T> AnswerAsync<T>(Func<Task<T>> answer)
    {
        try
        {
            return await answer().ConfigureAwait(false);
        }
        catch (ArgumentException fault)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, fault.Message));
        }
        catch (TaskHubStoppedException stopped)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, stopped.Message));
        }
    }
}
