using Cadenza.Domain.Values;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Workflows.Definitions;
using Cadenza.Functions.Workflows.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Workflows.Http.Blocks;

/// <summary>PATCH /workflows/{workflow_id} (A1).</summary>
internal sealed class UpdateWorkflow(WorkflowReader reader, WorkflowEditor editor, WorkflowAnswers answers, AuditStore audit)
{
    /// <summary>200 with the new version, a draft: the live version goes on until the new one is activated (A2).</summary>
    [Operation(
        Tags.Workflows,
        "Update a workflow",
        "Makes a new version, an inactive draft. What is omitted carries over from the newest version, null clears. The live version goes on until another is activated.")]
    [Path("workflow_id", "The workflow's id.")]
    [Conditional]
    [Body<UpdateWorkflowBody>]
    [Answer<WorkflowReply>(200, "The new version.", HasETag = true)]
    [Function(nameof(UpdateWorkflow))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "workflows/{workflow_id}")] HttpRequest request, string workflow_id, CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request, UpdateWorkflowBody.Read, cancellation);
        if (body.Problem is { } problem) return problem;
        return await WorkflowChange.RunAsync(
            request, workflow_id, reader, read => UpdateAsync(request, workflow_id, read, body.Value, cancellation), cancellation);
    }

    private async Task<IResult> UpdateAsync(HttpRequest request, string id, StoredWorkflow read, UpdateWorkflowBody body, CancellationToken cancellation)
    {
        if (await reader.NewestAsync(read, cancellation) is not { } current) return WorkflowAnswers.NotFound(id);
        var content = body.Apply(current.Version.Content);
        var issues = body.Check(content);
        if (issues.Count > 0)
            return Problem.Invalid(issues.GroupBy(issue => issue.At).ToDictionary(place => place.Key, place => place.Select(issue => issue.Message).ToArray()));
        var changed = await editor.AddVersionAsync(current.Stored, content, cancellation);
        await audit.AppendAsync(WorkflowAudit.Edited(current.Workflow, changed, body.Members(), request), cancellation);
        // The schedule that runs is that of the live version, which the new one leaves alone.
        var live = changed.Workflow.LiveTrigger == EventType.Cron ? await reader.CurrentAsync(changed.Stored, cancellation) : null;
        return answers.Changed(changed, live);
    }
}
