using Cadenza.LocalHost.Durable.Execution;
using Cadenza.LocalHost.Durable.Hub;
using Microsoft.DurableTask.Client;

namespace Cadenza.LocalHost.Durable.Client;

/// <summary>Turns stored states into what clients get.</summary>
internal sealed class InstanceMetadata(HubReader reader)
{
    public async Task<OrchestrationMetadata> OfAsync(string id, InstanceState state, bool inputsAndOutputs, CancellationToken cancellation)
    {
        var ending = inputsAndOutputs ? await reader.EndingAsync(id, state, cancellation).ConfigureAwait(false) : state.Ending;
        var input = !inputsAndOutputs ? null : state.HasEnded ? ending?.Input : await reader.InputAsync(id, state, cancellation).ConfigureAwait(false);
        return new OrchestrationMetadata(state.Name, id)
        {
            RuntimeStatus = state.Status,
            CreatedAt = state.CreatedAt,
            LastUpdatedAt = state.UpdatedAt,
            SerializedInput = input,
            SerializedOutput = inputsAndOutputs ? ending?.Output : null,
            SerializedCustomStatus = inputsAndOutputs && state.CustomStatus != Orchestration.NoCustomStatus ? state.CustomStatus : null,
            FailureDetails = ending?.Failure?.ToDetails(),
            HasInputsAndOutputs = inputsAndOutputs,
        };
    }
}
