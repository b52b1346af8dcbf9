using Cadenza.LocalHost.Durable.Hub;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask.Protobuf;

namespace Cadenza.LocalHost.Durable.Client;

/// <summary>Turns stored states into what clients get.</summary>
internal sealed class InstanceReports(HubReader reader)
{
    public async Task<OrchestrationState> OfAsync(string id, InstanceState state, bool inputsAndOutputs, CancellationToken cancellation)
    {
        var report = new OrchestrationState
        {
            InstanceId = id,
            Name = state.Origin.Name,
            OrchestrationStatus = state.Status,
            CreatedTimestamp = Timestamp.FromDateTimeOffset(state.Origin.CreatedAt),
            LastUpdatedTimestamp = Timestamp.FromDateTimeOffset(state.UpdatedAt),
        };
        if (state.Origin.Tags is { } tags) report.Tags.Add(new Dictionary<string, string>(tags));
        if (!inputsAndOutputs) return report;
        var ending = await reader.EndingAsync(id, state, cancellation).ConfigureAwait(false);
        report.Input = await reader.InputAsync(id, state, cancellation).ConfigureAwait(false);
        report.Output = ending?.Output;
        report.CustomStatus = state.CustomStatus;
        report.FailureDetails = ending?.Failure;
        return report;
    }
}
