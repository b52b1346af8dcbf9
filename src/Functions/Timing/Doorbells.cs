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

    /// <summary>Wakes a driver, or starts it.</summary>
    /// <param name="driver">The name of its function.</param>
    /// <param name="instanceId">Its instance id. Drivers run for months, so what makes one up is never changed.</param>
    /// <param name="input">What it is started with; nothing when it runs.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task RingAsync(string driver, string instanceId, object input, CancellationToken cancellation)
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

    /// <summary>Removes what the engine keeps of a driver that has nothing left to do; nothing when it keeps nothing.</summary>
    public async Task PurgeAsync(string instanceId, CancellationToken cancellation)
    {
        try
        {
            await client.PurgeInstanceAsync(instanceId, cancellation);
        }
        catch (InvalidOperationException)
        {
            // It has not ended yet: once it wakes it finds nothing and ends. What is left of it then is one finished instance.
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
