using Cadenza.Domain.Catalog;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Paging;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Idempotency;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Workflows.Definitions;
using Cadenza.Functions.Workflows.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Workflows.Http.Crm;

/// <summary>POST /crm/workflows (D1).</summary>
internal sealed class CreateAutomation(WorkflowEditor editor, AutomationAnswers answers, AuditStore audit, TimeProvider clock)
{
    /// <summary>201 with the workflow.</summary>
    [Operation(Tags.Automations, "Create an automation", "Makes a workflow of a trigger, filters and actions. With isActive it starts runs at once.")]
    [Body<CreateAutomationBody>]
    [Answer<AutomationReply>(201, "The workflow.", HasETag = true, HasLocation = true)]
    [Function(nameof(CreateAutomation))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "crm/workflows")] HttpRequest request, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var read = CreateAutomationBody.Reader(index => request.NewId(now, index + 1).ToString("D"));
        var body = await JsonBody.ReadAsync(request, read, cancellation);
        if (body.Problem is { } problem) return problem;
        var id = WorkflowId.Create(request.NewId(now));
        // A repeat (G5) of a request that was carried out finds its own workflow.
        var view = await editor.CreateAsync(request.Caller().Organization, id, body.Value.Content, body.Value.IsActive, cancellation);
        await audit.AppendAsync(WorkflowAudit.Created(view, request), cancellation);
        return await answers.CreatedAsync(view, cancellation);
    }
}

/// <summary>GET /crm/workflows/{id} (D1).</summary>
internal sealed class GetAutomation(WorkflowReader reader, AutomationAnswers answers)
{
    /// <summary>200 with the workflow.</summary>
    [Operation(Tags.Automations, "Read an automation", "Answers the version that is live, or the newest where none is, whichever surface made it.")]
    [Answer<AutomationReply>(200, "The workflow.", HasETag = true)]
    [Function(nameof(GetAutomation))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "crm/workflows/{id}")] HttpRequest request, string id, CancellationToken cancellation) =>
        await reader.FindAsync(request.Caller().Organization, id, cancellation) is { } stored && await reader.CurrentAsync(stored, cancellation) is { } view
            ? await answers.OkAsync(view, cancellation)
            : AutomationAnswers.NotFound(id);
}

/// <summary>GET /crm/workflows (D1).</summary>
internal sealed class ListAutomations(WorkflowStore workflows, WorkflowReader reader, AutomationAnswers answers, Cursors cursors)
{
    private static readonly HashSet<string> Modules = [.. TriggerCatalog.All.Select(trigger => trigger.Module).OfType<string>()];

    /// <summary>200 with a page of workflows in the order of their creation.</summary>
    [Operation(Tags.Automations, "List automations", "Answers workflows in the order of their creation, whichever surface made them.")]
    [Query("module", "Only workflows about this module: leads, contacts, accounts, opportunities, tasks, projects, or another of the catalog.")]
    [Paged]
    [Answer<AutomationListReply>(200, "A page of workflows.")]
    [Function(nameof(ListAutomations))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "crm/workflows")] HttpRequest request, CancellationToken cancellation)
    {
        var module = request.Query["module"] is { Count: > 0 } text ? text.ToString() : null;
        if (module is not null && !Modules.Contains(module)) return Problem.InvalidParameter("module", "must be one of " + string.Join(", ", Modules));
        var organization = request.Caller().Organization;
        var list = $"{organization}/crm/workflows?module={module}";
        var page = PageRequest.Of(request, cursors, list);
        if (page.Problem is { } problem) return problem;
        WorkflowId? after = page.Value.Position is { } position ? WorkflowId.Parse(position) : null;
        var found = await workflows.ListAsync(organization, after, page.Value.Limit + 1, module, cancellation);
        var shown = found.Take(page.Value.Limit).ToList();
        var views = await WorkflowReader.AllAsync(shown, reader.CurrentAsync, cancellation);
        var replies = await AtOnce.AllAsync(views, view => answers.ReplyAsync(view, cancellation));
        var next = found.Count > shown.Count ? cursors.Seal(list, shown[^1].Workflow.Id.ToString()) : null;
        return Reply.Ok(new AutomationListReply(replies, next), AutomationJson.Default.AutomationListReply);
    }
}
