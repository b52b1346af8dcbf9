using Cadenza.Functions.Leads;
using Cadenza.Functions.Leads.Storage;
using Cadenza.Functions.Sequences;
using Cadenza.Functions.Sequences.Sending;
using Cadenza.Functions.Sequences.Storage;
using Cadenza.Functions.Workflows.Runs;
using Cadenza.Functions.Workflows.Storage;
using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Cadenza.Functions.Timing;

/// <summary>
/// Wakes drivers, and starts those that do not run. A ring carries nothing and may be lost: whoever rings has stored what
/// there is to do and noted it in the due index, so the sweep rings again.
/// </summary>
internal sealed class Doorbells(DurableTaskClient client)
{
    private const int MaxLooks = 25;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    private static readonly OrchestrationRuntimeStatus[] Live =
    [
        OrchestrationRuntimeStatus.Pending,
        OrchestrationRuntimeStatus.Running,
        OrchestrationRuntimeStatus.Suspended,
    ];

    /// <summary>Wakes or starts the driver of a cohort.</summary>
    public Task RingCohortAsync(CohortKey key, CancellationToken cancellation) =>
        RingAsync(nameof(CohortDriver), Driver.OfCohort(key.Sequence, key.Ordinal), key, cancellation);

    /// <summary>Wakes or starts the driver of a sequence.</summary>
    public Task RingSequenceAsync(SequenceKey key, CancellationToken cancellation) =>
        RingAsync(nameof(SequenceDriver), Driver.OfSequence(key.Sequence), key, cancellation);

    /// <summary>Wakes or starts the driver of a run.</summary>
    public Task RingRunAsync(RunKey key, CancellationToken cancellation) =>
        RingAsync(nameof(RunDriver), Driver.OfRun(key.Run), key, cancellation);

    /// <summary>Wakes or starts the driver of a batch of leads.</summary>
    public Task RingLeadsAsync(LeadBatchKey key, CancellationToken cancellation) =>
        RingAsync(nameof(LeadDriver), Driver.OfLeads(key.Workflow, key.Ordinal), key, cancellation);

    /// <summary>Removes what the engine keeps of the driver of a run that is over; nothing when it keeps nothing.</summary>
    public async Task PurgeRunAsync(string run, CancellationToken cancellation)
    {
        try
        {
            await client.PurgeInstanceAsync(Driver.OfRun(run), cancellation);
        }
        catch (InvalidOperationException)
        {
            // It has not ended yet: once it wakes it finds no run and ends. What is left of it then is one finished instance.
        }
    }

    private async Task RingAsync(string driver, string instanceId, object input, CancellationToken cancellation)
    {
        for (var look = 1; !await TryRaiseAsync(instanceId, cancellation); look++)
        {
            if (look > 1) await Task.Delay(BetweenLooks, TimeProvider.System, cancellation);
            try
            {
                await StartAsync(driver, instanceId, input, cancellation);
                return;
            }
            catch (OrchestrationAlreadyExistsException) when (look < MaxLooks)
            {
                // Somebody else starts it at this moment. It may have looked before this ring's row was stored, so it is rung.
            }
        }
    }

    // Whether it runs cannot be asked before: it may end in between. So the ring itself says it.
    private async Task<bool> TryRaiseAsync(string instanceId, CancellationToken cancellation)
    {
        try
        {
            await client.RaiseEventAsync(instanceId, Driver.Doorbell, eventPayload: null, cancellation);
            return true;
        }
        catch (RpcException fault) when (fault.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition)
        {
            return false;
        }
    }

    private Task<string> StartAsync(string driver, string instanceId, object input, CancellationToken cancellation) =>
        client.ScheduleNewOrchestrationInstanceAsync(
            driver, input, new StartOrchestrationOptions(instanceId).WithDedupeStatuses(Live), cancellation);
}
