using Microsoft.DurableTask.Protobuf;

namespace Cadenza.LocalHost.Durable.History;

/// <summary>Turn outcomes that the host decides in the worker's place.</summary>
internal static class Responses
{
    /// <param name="failure">Why it failed.</param>
    /// <param name="customStatus">The custom status that it keeps.</param>
    public static OrchestratorResponse Failed(TaskFailureDetails failure, string? customStatus = null) =>
        Ended(new() { OrchestrationStatus = OrchestrationStatus.Failed, Result = failure.ErrorMessage, FailureDetails = failure }, customStatus);

    public static OrchestratorResponse Unreadable(string instanceId, InvalidDataException damaged, string? customStatus) =>
        Failed(Failures.Of<InvalidDataException>($"The history of orchestration '{instanceId}' cannot be read: {damaged.Message}"), customStatus);

    public static OrchestratorResponse Terminated(string? output) =>
        Ended(new() { OrchestrationStatus = OrchestrationStatus.Terminated, Result = output }, null);

    /// <summary>The response itself, or a failure that names what it asks for and LocalHost does not have.</summary>
    public static OrchestratorResponse Checked(OrchestratorResponse response)
    {
        foreach (var action in response.Actions)
        {
            if (Unsupported(action) is { } what) return Failed(Failures.Of<NotSupportedException>($"{what} is not supported by LocalHost."), response.CustomStatus);
        }

        return response;
    }

    private static OrchestratorResponse Ended(CompleteOrchestrationAction end, string? customStatus) =>
        new() { Actions = { new OrchestratorAction { Id = -1, CompleteOrchestration = end } }, CustomStatus = customStatus };

    private static string? Unsupported(OrchestratorAction action) => action.OrchestratorActionTypeCase switch
    {
        OrchestratorAction.OrchestratorActionTypeOneofCase.SendEvent when IsEntity(action.SendEvent.Instance.InstanceId) =>
            $"Entity '{action.SendEvent.Instance.InstanceId}': an entity",
        OrchestratorAction.OrchestratorActionTypeOneofCase.ScheduleTask
            or OrchestratorAction.OrchestratorActionTypeOneofCase.CreateTimer
            or OrchestratorAction.OrchestratorActionTypeOneofCase.CreateSubOrchestration
            or OrchestratorAction.OrchestratorActionTypeOneofCase.SendEvent
            or OrchestratorAction.OrchestratorActionTypeOneofCase.CompleteOrchestration => null,
        var other => $"Action {other} of an orchestration",
    };

    // "@name@key" is how the packages write an entity's id; they refuse to send an ordinary event to it.
    private static bool IsEntity(string instanceId) => instanceId.StartsWith('@') && instanceId.IndexOf('@', 1) > 1;
}
