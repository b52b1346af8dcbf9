using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Cadenza.Functions.Workflows.Http.Runs;

/// <summary>POST /workflows/{workflow_id}/runs/{run_id}/cancel and …/retry.</summary>
internal sealed class CommandRun(WorkflowRunCommands commands, AuditStore audit, TimeProvider clock)
{
    /// <summary>200 with the canceled run.</summary>
    [Operation(Tags.Workflows, "Cancel a run", "Ends a run that is not over. What it is doing at this moment is finished; nothing further is done.")]
    [Path("workflow_id", "The workflow.")]
    [Path("run_id", "The run.")]
    [Answer<RunStatusReply>(200, "The run is canceled.")]
    [Refusal(409, "run_over", "The run is over.")]
    [Function(nameof(CancelRun))]
    public Task<IResult> CancelRun(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "workflows/{workflow_id}/runs/{run_id}/cancel")] HttpRequest request,
        string workflow_id,
        string run_id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        CommandAsync(request, workflow_id, run_id, "run_canceled", Problem.Conflict("run_over", "The run is over."), commands.CancelAsync, client, cancellation);

    /// <summary>200 with the run, which goes on.</summary>
    [Operation(Tags.Workflows, "Retry a failed run", "Has a failed run go on from the step that it failed at. What it did before stays done and is not done again.")]
    [Path("workflow_id", "The workflow.")]
    [Path("run_id", "The run.")]
    [Answer<RunStatusReply>(200, "The run goes on.")]
    [Refusal(409, "run_not_failed", "The run did not fail.")]
    [Function(nameof(RetryRun))]
    public Task<IResult> RetryRun(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "workflows/{workflow_id}/runs/{run_id}/retry")] HttpRequest request,
        string workflow_id,
        string run_id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        CommandAsync(request, workflow_id, run_id, "run_retried", Problem.Conflict("run_not_failed", "The run did not fail."), commands.RetryAsync, client, cancellation);

    private async Task<IResult> CommandAsync(
        HttpRequest request, string workflowId, string runId, string action, Problem refusal, Command command, DurableTaskClient client, CancellationToken cancellation)
    {
        var organization = request.Caller().Organization;
        if (!WorkflowId.TryParse(workflowId, out var workflow) || !RunId.TryParse(runId, out var run)) return Problem.NotFound("run", runId);
        var change = await command(organization, workflow, run, new Doorbells(client), cancellation);
        if (change.Run is not { } changed) return Problem.NotFound("run", runId);
        if (change.IsRefused) return refusal;
        await audit.AppendAsync(
            new AuditEntry(organization, $"workflows/{workflow}", action, clock.GetUtcNow(), request.HttpContext.TraceIdentifier, AuditActor.Of(request), null, new() { ["run_id"] = run.ToString() }),
            cancellation);
        return Reply.Ok(RunStatusReply.Of(changed), WorkflowsJson.Default.RunStatusReply);
    }

    private delegate Task<RunChange> Command(
        Domain.Organizations.OrganizationId organization, WorkflowId workflow, RunId run, Doorbells doorbells, CancellationToken cancellation);
}
