using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Idempotency;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Leads.Http.Workflows;

/// <summary>POST /v1/workflows and /v1/workflows/{id}/duplicate.</summary>
internal sealed class CreateLeadWorkflow(LeadWorkflows workflows, LeadWorkflowAnswers answers, AuditStore audit, TimeProvider clock)
{
    private const string CopySuffix = " (Copy)";
    private const int MaxName = 200;

    /// <summary>201 with the workflow, a draft without nodes.</summary>
    [Operation(Tags.LeadWorkflows, "Create a workflow", "Makes a draft without nodes. Add nodes and edges, then activate it.")]
    [Body<LeadWorkflowBody>]
    [Answer<LeadWorkflowReply>(201, "The workflow.", HasLocation = true, HasETag = true)]
    [Function(nameof(CreateLeadWorkflow))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/workflows")] HttpRequest request, CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request, LeadWorkflowBody.Read, cancellation);
        if (body.Problem is { } problem) return problem;
        var content = new WorkflowContent(
            body.Value.Name, body.Value.Description, new WorkflowTrigger(EventType.Manual, null), null, null, WorkflowGraph.Empty, null);
        return await CreateAsync(request, content, copyOf: null, cancellation);
    }

    /// <summary>201 with the copy: a draft with the same nodes and edges, and no leads (C4).</summary>
    [Operation(Tags.LeadWorkflows, "Duplicate a workflow", "Makes a draft with the same nodes and edges, named with `(Copy)` behind, and without leads.")]
    [Answer<LeadWorkflowReply>(201, "The copy.", HasLocation = true, HasETag = true)]
    [Function("DuplicateLeadWorkflow")]
    public async Task<IResult> DuplicateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/workflows/{id}/duplicate")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (await workflows.FindAsync(request.Caller().Organization, id, cancellation) is not { } source) return LeadWorkflowAnswers.NotFound(id);
        var name = source.Workflow.Name;
        var kept = name.Length > MaxName - CopySuffix.Length ? name[..(MaxName - CopySuffix.Length)] : name;
        return await CreateAsync(request, source.Version.Content with { Name = kept + CopySuffix }, source.Workflow.Id, cancellation);
    }

    private async Task<IResult> CreateAsync(HttpRequest request, WorkflowContent content, WorkflowId? copyOf, CancellationToken cancellation)
    {
        var made = await workflows.CreateAsync(request.Caller().Organization, request.NewId(clock.GetUtcNow()), content, cancellation);
        await audit.AppendAsync(LeadWorkflowAudit.Created(made, request, copyOf), cancellation);
        return await answers.CreatedAsync(made, cancellation);
    }
}
