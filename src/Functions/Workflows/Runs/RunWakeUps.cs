using Cadenza.Domain.Execution;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Workflows.Runs;

/// <summary>Has all open runs of a workflow woken, after its pause ended or it was canceled.</summary>
internal sealed class RunWakeUps(WakeUpQueue queue, RunStore runs) : IWakes
{
    private const int RunsPerMessage = 200;
    private static readonly RunFilter Open = new([RunStatus.InProgress, RunStatus.Idle], []);

    /// <inheritdoc/>
    public string Kind => "run";

    /// <inheritdoc/>
    public string EarlierQueue => "run-doorbells";

    /// <summary>Asks for all open runs of a workflow to be woken.</summary>
    public Task RequestAsync(Workflow workflow, CancellationToken cancellation) =>
        queue.SendAsync(new WakeUp(Kind, workflow.Organization.ToString(), workflow.Id.ToString()), cancellation);

    /// <inheritdoc/>
    public async Task WakeAsync(WakeUp message, Doorbells doorbells, CancellationToken cancellation)
    {
        var rung = 0;
        RunId? before = message.Before is { } last ? RunId.Parse(last) : null;
        await foreach (var stored in runs.ReadAsync(OrganizationId.Parse(message.Organization), WorkflowId.Parse(message.Owner), Open, before, cancellation))
        {
            await doorbells.RingRunAsync(new RunKey(message.Organization, message.Owner, stored.Run.Id.ToString()), cancellation);
            if (++rung < RunsPerMessage) continue;
            await queue.SendAsync(message with { Before = stored.Run.Id.ToString() }, cancellation);
            return;
        }
    }
}
