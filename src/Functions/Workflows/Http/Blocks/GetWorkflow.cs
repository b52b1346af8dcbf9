using Cadenza.Domain.Values;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Workflows.Definitions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Workflows.Http.Blocks;

/// <summary>GET /workflows/{workflow_id} (A5).</summary>
internal sealed class GetWorkflow(WorkflowReader reader, WorkflowAnswers answers)
{
    private const string EditorState = "editor_state";

    /// <summary>200 with the newest version.</summary>
    [Operation(Tags.Workflows, "Read a workflow", "Answers the newest version, active or draft, whichever surface made it.")]
    [Path("workflow_id", "The workflow's id.")]
    [Query("include", "What to answer besides: editor_state for what the visual editor keeps.", OneOf = [EditorState])]
    [Answer<WorkflowDetailReply>(200, "The workflow.", HasETag = true)]
    [Function(nameof(GetWorkflow))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "workflows/{workflow_id}")] HttpRequest request, string workflow_id, CancellationToken cancellation)
    {
        var include = request.Query["include"];
        if (include.Count > 0 && include != EditorState) return Problem.InvalidParameter("include", "must be " + EditorState);
        if (await reader.FindAsync(request.Caller().Organization, workflow_id, cancellation) is not { } stored
            || await reader.NewestAsync(stored, cancellation) is not { } view) return WorkflowAnswers.NotFound(workflow_id);
        // A draft may be newer than the version whose schedule runs.
        var live = !view.IsActive && stored.Workflow.LiveTrigger == EventType.Cron ? await reader.CurrentAsync(stored, cancellation) : view;
        return answers.Detail(request, view, live, include.Count > 0);
    }
}
