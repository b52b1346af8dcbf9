using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Workflows.Definitions;
using Cadenza.Functions.Workflows.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Workflows.Http.Blocks;

/// <summary>POST /workflows/{workflow_id}/activate and /deactivate (A5).</summary>
internal sealed class WorkflowActivation(WorkflowReader reader, WorkflowEditor editor, WorkflowAnswers answers, AuditStore audit)
{
    /// <summary>200 with the version that starts runs from now on; runs in flight finish on theirs.</summary>
    [Operation(
        Tags.Workflows,
        "Activate a version",
        "Makes a version the one that starts runs, at once and whole. The body may be left out: the newest version is taken. Runs in flight finish on the version they started with.")]
    [Path("workflow_id", "The workflow's id.")]
    [Conditional]
    [Body<ActivateWorkflowBody>]
    [Answer<WorkflowReply>(200, "The version that is live now.", HasETag = true)]
    [Refusal(400, "workflow_not_ready", "The version has steps that cannot be carried out, or that no run comes to.")]
    [Refusal(409, "workflow_ended", "The workflow is completed or cancelled.")]
    [Function("ActivateWorkflow")]
    public async Task<IResult> ActivateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "workflows/{workflow_id}/activate")] HttpRequest request, string workflow_id, CancellationToken cancellation)
    {
        var body = await OptionalBody.ReadAsync(request, ActivateWorkflowBody.Read, new ActivateWorkflowBody(null), cancellation);
        if (body.Problem is { } problem) return problem;
        return await ChangeAsync(request, workflow_id, read => ActivateAsync(request, read, body.Value.Version, cancellation), cancellation);
    }

    /// <summary>200 with the newest version; nothing starts any more.</summary>
    [Operation(Tags.Workflows, "Deactivate a workflow", "From now on nothing starts. Runs in flight finish. Repeating it changes nothing.")]
    [Path("workflow_id", "The workflow's id.")]
    [Conditional]
    [Answer<WorkflowReply>(200, "The newest version.", HasETag = true)]
    [Refusal(409, "workflow_ended", "The workflow is completed or cancelled.")]
    [Function("DeactivateWorkflow")]
    public Task<IResult> DeactivateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "workflows/{workflow_id}/deactivate")] HttpRequest request, string workflow_id, CancellationToken cancellation) =>
        ChangeAsync(request, workflow_id, read => DeactivateAsync(request, read, cancellation), cancellation);

    private async Task<IResult> ActivateAsync(HttpRequest request, StoredWorkflow read, int? number, CancellationToken cancellation)
    {
        var wanted = number ?? read.Workflow.NewestVersion;
        if (await reader.VersionAsync(read, wanted, cancellation) is not { } view) return WorkflowAnswers.VersionNotFound(wanted);
        if (WorkflowReadiness.Check(view.Version.Content) is { } refusal) return refusal;
        if (await editor.GoLiveAsync(view, cancellation) is not { } live) return WorkflowAnswers.Ended(view);
        await audit.AppendAsync(WorkflowAudit.Switched("activated", read.Workflow, live.Stored, request), cancellation);
        return answers.Changed(live, live);
    }

    private async Task<IResult> DeactivateAsync(HttpRequest request, StoredWorkflow read, CancellationToken cancellation)
    {
        if (await reader.NewestAsync(read, cancellation) is not { } view) return WorkflowAnswers.NotFound(read.Workflow.Id.ToString());
        if (read.Workflow.Status == WorkflowStatus.Draft) return WorkflowAnswers.Ok(view);
        if (await editor.ApplyAsync(read, WorkflowAction.Deactivate, cancellation) is not { } changed) return WorkflowAnswers.Ended(view);
        await audit.AppendAsync(WorkflowAudit.Switched("deactivated", read.Workflow, changed, request), cancellation);
        return WorkflowAnswers.Ok(view with { Stored = changed });
    }

    private Task<IResult> ChangeAsync(HttpRequest request, string id, Func<StoredWorkflow, Task<IResult>> change, CancellationToken cancellation) =>
        WorkflowChange.RunAsync(request, id, reader, change, cancellation);
}
