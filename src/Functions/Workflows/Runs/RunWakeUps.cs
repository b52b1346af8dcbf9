using Azure.Storage.Queues;
using Cadenza.Domain.Execution;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Queues;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Workflows.Runs;

/// <summary>A message of the queue <see cref="RunWakeUps.QueueName"/>: wake the runs of a workflow that are not over, from one on.</summary>
internal sealed record RunWakeUp(string Organization, string Workflow, string? Before);

/// <summary>
/// Has all open runs of a workflow woken, after its pause ended or it was canceled. Thousands of rings go through a queue, so
/// that none is lost when a process ends and no request waits for them.
/// </summary>
internal sealed class RunWakeUps(QueueServiceClient queues, RunStore runs)
{
    /// <summary>The name of the queue.</summary>
    public const string QueueName = "run-doorbells";

    private const int RunsPerMessage = 200;
    private static readonly RunFilter Open = new([RunStatus.InProgress, RunStatus.Idle], []);
    private readonly QueueClient _queue = queues.GetQueueClient(QueueName);

    /// <summary>Asks for all open runs of a workflow to be woken. Asking twice wakes them twice, which does no harm.</summary>
    public Task RequestAsync(Workflow workflow, CancellationToken cancellation) =>
        SendAsync(new RunWakeUp(workflow.Organization.ToString(), workflow.Id.ToString(), null), cancellation);

    /// <summary>Carries one message out, and asks for the rest.</summary>
    public async Task WakeAsync(RunWakeUp message, Doorbells doorbells, CancellationToken cancellation)
    {
        var rung = 0;
        RunId? before = message.Before is { } last ? RunId.Parse(last) : null;
        await foreach (var stored in runs.ReadAsync(OrganizationId.Parse(message.Organization), WorkflowId.Parse(message.Workflow), Open, before, cancellation))
        {
            await doorbells.RingRunAsync(new RunKey(message.Organization, message.Workflow, stored.Run.Id.ToString()), cancellation);
            if (++rung < RunsPerMessage) continue;
            await SendAsync(message with { Before = stored.Run.Id.ToString() }, cancellation);
            return;
        }
    }

    private async Task SendAsync(RunWakeUp message, CancellationToken cancellation) => await _queue.SendMessageAsync(QueuedTrace.Write(message), cancellation);
}
