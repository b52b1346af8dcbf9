using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Workflows.Definitions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Workflows.Http.Blocks;

/// <summary>DELETE /workflows/{workflow_id} (A5).</summary>
internal sealed class DeleteWorkflow(WorkflowReader reader, WorkflowEditor editor, AuditStore audit, TimeProvider clock)
{
    /// <summary>204: nothing starts any more, and nobody finds its versions and runs.</summary>
    [Operation(Tags.Workflows, "Delete a workflow", "At once and for good, with its versions, active or not.")]
    [Path("workflow_id", "The workflow's id.")]
    [Conditional]
    [Answer(204, "It is gone.")]
    [Function(nameof(DeleteWorkflow))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "workflows/{workflow_id}")] HttpRequest request, string workflow_id, CancellationToken cancellation) =>
        await WorkflowChange.RunAsync(
            request,
            workflow_id,
            reader,
            async read =>
            {
                await editor.DeleteAsync(read, cancellation);
                await audit.AppendAsync(WorkflowAudit.Deleted(read, clock.GetUtcNow(), request), cancellation);
                return Reply.NoContent();
            },
            cancellation);
}
