using System.Runtime.CompilerServices;
using Grpc.Core;
using Microsoft.DurableTask.Protobuf;
using Status = Grpc.Core.Status;

namespace Cadenza.LocalHost.Durable.Client;

/// <summary>What is not supported, by name.</summary>
internal sealed partial class TaskHubService
{
    /// <inheritdoc/>
    public override Task<RewindInstanceResponse> RewindInstance(RewindInstanceRequest request, ServerCallContext context) => Refuse<RewindInstanceResponse>();

    /// <inheritdoc/>
    public override Task<ListInstanceIdsResponse> ListInstanceIds(ListInstanceIdsRequest request, ServerCallContext context) => Refuse<ListInstanceIdsResponse>();

    /// <inheritdoc/>
    public override Task<CreateTaskHubResponse> CreateTaskHub(CreateTaskHubRequest request, ServerCallContext context) => Refuse<CreateTaskHubResponse>();

    /// <inheritdoc/>
    public override Task<DeleteTaskHubResponse> DeleteTaskHub(DeleteTaskHubRequest request, ServerCallContext context) => Refuse<DeleteTaskHubResponse>();

    /// <inheritdoc/>
    public override Task<SignalEntityResponse> SignalEntity(SignalEntityRequest request, ServerCallContext context) => Refuse<SignalEntityResponse>();

    /// <inheritdoc/>
    public override Task<GetEntityResponse> GetEntity(GetEntityRequest request, ServerCallContext context) => Refuse<GetEntityResponse>();

    /// <inheritdoc/>
    public override Task<QueryEntitiesResponse> QueryEntities(QueryEntitiesRequest request, ServerCallContext context) => Refuse<QueryEntitiesResponse>();

    /// <inheritdoc/>
    public override Task<CleanEntityStorageResponse> CleanEntityStorage(CleanEntityStorageRequest request, ServerCallContext context) => Refuse<CleanEntityStorageResponse>();

    /// <inheritdoc/>
    public override Task GetWorkItems(GetWorkItemsRequest request, IServerStreamWriter<WorkItem> responseStream, ServerCallContext context) => Refuse<WorkItem>();

    /// <inheritdoc/>
    public override Task<CompleteTaskResponse> CompleteActivityTask(ActivityResponse request, ServerCallContext context) => Refuse<CompleteTaskResponse>();

    /// <inheritdoc/>
    public override Task<CompleteTaskResponse> CompleteOrchestratorTask(OrchestratorResponse request, ServerCallContext context) => Refuse<CompleteTaskResponse>();

    /// <inheritdoc/>
    public override Task<CompleteTaskResponse> CompleteEntityTask(EntityBatchResult request, ServerCallContext context) => Refuse<CompleteTaskResponse>();

    /// <inheritdoc/>
    public override Task<AbandonActivityTaskResponse> AbandonTaskActivityWorkItem(AbandonActivityTaskRequest request, ServerCallContext context) => Refuse<AbandonActivityTaskResponse>();

    /// <inheritdoc/>
    public override Task<AbandonOrchestrationTaskResponse> AbandonTaskOrchestratorWorkItem(AbandonOrchestrationTaskRequest request, ServerCallContext context) => Refuse<AbandonOrchestrationTaskResponse>();

    /// <inheritdoc/>
    public override Task<AbandonEntityTaskResponse> AbandonTaskEntityWorkItem(AbandonEntityTaskRequest request, ServerCallContext context) => Refuse<AbandonEntityTaskResponse>();

    /// <inheritdoc/>
    public override Task<SkipGracefulOrchestrationTerminationsResponse> SkipGracefulOrchestrationTerminations(SkipGracefulOrchestrationTerminationsRequest request, ServerCallContext context) =>
        Refuse<SkipGracefulOrchestrationTerminationsResponse>();

    private static Task<T> Refuse<T>([CallerMemberName] string call = "") =>
        Task.FromException<T>(new RpcException(new Status(StatusCode.Unimplemented, $"{call} is not supported by LocalHost.")));
}
