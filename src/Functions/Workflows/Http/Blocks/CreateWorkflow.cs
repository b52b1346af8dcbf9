using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Idempotency;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Workflows.Definitions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Workflows.Http.Blocks;

/// <summary>POST /workflows (A5).</summary>
internal sealed class CreateWorkflow(WorkflowEditor editor, WorkflowAnswers answers, AuditStore audit, TimeProvider clock)
{
    /// <summary>201 with the workflow, whose first version is a draft.</summary>
    [Operation(Tags.Workflows, "Create a workflow", "Makes a workflow whose first version is a draft: nothing starts before it is activated.")]
    [Body<CreateWorkflowBody>]
    [Answer<WorkflowDetailReply>(201, "The workflow.", HasETag = true, HasLocation = true)]
    [Function(nameof(CreateWorkflow))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "workflows")] HttpRequest request, CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request, CreateWorkflowBody.Read, cancellation);
        if (body.Problem is { } problem) return problem;
        var id = WorkflowId.Create(request.NewId(clock.GetUtcNow()));
        // A repeat (G5) of a request that was carried out finds its own workflow.
        var view = await editor.CreateAsync(request.Caller().Organization, id, body.Value.Content, isActive: false, cancellation);
        await audit.AppendAsync(WorkflowAudit.Created(view, request), cancellation);
        return answers.Created(request, view);
    }
}
