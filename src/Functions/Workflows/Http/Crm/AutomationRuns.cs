using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Paging;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Workflows.Definitions;
using Cadenza.Functions.Workflows.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Workflows.Http.Crm;

/// <summary>GET /crm/workflows/{id}/runs and /crm/workflows/runs/{runId} (D1).</summary>
internal sealed class AutomationRuns(WorkflowStore workflows, WorkflowReader reader, RunStore runs, CompiledWorkflows plans)
{
    private const int UsualLimit = 20;
    private const int MostLimit = 100;
    private const int MostNumber = 100_000;

    /// <summary>200 with a page of runs, the newest first.</summary>
    [Operation(Tags.Automations, "List an automation's runs", "Answers the runs of all versions, the newest first.")]
    [Query("page", "Which page, from 1.", Type = "integer")]
    [Query("limit", "The most runs of a page, 1 to 100; 20 unless given.", Type = "integer")]
    [Answer<AutomationRunListReply>(200, "A page of runs.")]
    [Function("ListAutomationRuns")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "crm/workflows/{id}/runs")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var organization = request.Caller().Organization;
        if (await reader.FindAsync(organization, id, cancellation) is not { } stored) return AutomationAnswers.NotFound(id);
        var page = NumberedPage.Of(request, UsualLimit, MostLimit, MostNumber);
        if (page.Problem is { } problem) return problem;
        var (number, limit) = (page.Value.Number, page.Value.Limit);
        var total = (await runs.CountAsync(organization, stored.Workflow.Id, RunFilter.All, cancellation)).Total;
        var found = page.Value.Skip >= total ? [] : await runs.ListAsync(organization, stored.Workflow.Id, RunFilter.All, page.Value.Skip, limit, cancellation);
        return Reply.Ok(
            new AutomationRunListReply([.. found.Select(AutomationRunReply.Of)], number, limit, total), AutomationJson.Default.AutomationRunListReply);
    }

    /// <summary>200 with the run and its steps.</summary>
    [Operation(Tags.Automations, "Read a run of an automation", "Answers one run with the actions it has taken. The run's id alone finds it.")]
    [Path("runId", "The run's id.")]
    [Answer<AutomationRunDetailReply>(200, "The run.")]
    [Function("GetAutomationRun")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "crm/workflows/runs/{runId}")] HttpRequest request, string runId, CancellationToken cancellation)
    {
        var organization = request.Caller().Organization;
        // The id holds the workflow's number, which says where the run is.
        return RunId.TryParse(runId, out var id)
            && await workflows.FindByNumberAsync(organization, id.WorkflowNumber, cancellation) is { } workflow
            && await runs.GetAsync(organization, workflow, id, cancellation) is { } run
            ? Reply.Ok(
                AutomationRunDetailReply.Of(run.Run, await plans.FindAsync(organization, workflow, run.Run.Version, cancellation)),
                AutomationJson.Default.AutomationRunDetailReply)
            : Problem.NotFound("run", runId);
    }
}
