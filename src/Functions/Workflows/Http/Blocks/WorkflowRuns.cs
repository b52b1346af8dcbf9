using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Paging;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Workflows.Definitions;
using Cadenza.Functions.Workflows.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Workflows.Http.Blocks;

/// <summary>GET /workflows/{workflow_id}/runs and /runs/{run_id} (A6).</summary>
internal sealed class WorkflowRuns(WorkflowReader reader, RunStore runs, CompiledWorkflows plans)
{
    private const int UsualLimit = 20;
    private const int MostLimit = 50;
    private const int MostNumber = 100_000;

    /// <summary>200 with a page of runs, the newest first.</summary>
    [Operation(Tags.Workflows, "List a workflow's runs", "Answers the runs of all versions, the newest first.")]
    [Path("workflow_id", "The workflow's id.")]
    [Query("page", "Which page, from 1.", Type = "integer")]
    [Query("limit", "The most runs of a page, 1 to 50; 20 unless given.", Type = "integer")]
    [Query("status", "Only runs in one of these, separated by commas: completed, failed, in_progress, canceled, idle.")]
    [Query("trigger_cause", "Only runs started so, separated by commas: manual, automatic, scheduled.")]
    [Answer<RunListReply>(200, "A page of runs.")]
    [Function("ListWorkflowRuns")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "workflows/{workflow_id}/runs")] HttpRequest request, string workflow_id, CancellationToken cancellation)
    {
        var organization = request.Caller().Organization;
        if (await reader.FindAsync(organization, workflow_id, cancellation) is not { } stored) return WorkflowAnswers.NotFound(workflow_id);
        var page = NumberedPage.Of(request, UsualLimit, MostLimit, MostNumber);
        if (page.Problem is { } problem) return problem;
        var statuses = Words(request, "status", RunStatusNames.Statuses);
        if (statuses.Problem is { } badStatus) return badStatus;
        var causes = Words(request, "trigger_cause", RunStatusNames.Causes);
        if (causes.Problem is { } badCause) return badCause;
        var filter = new RunFilter(statuses.Value, causes.Value);
        var (number, limit) = (page.Value.Number, page.Value.Limit);
        var total = (await runs.CountAsync(organization, stored.Workflow.Id, filter, cancellation)).Total;
        var found = page.Value.Skip >= total ? [] : await runs.ListAsync(organization, stored.Workflow.Id, filter, page.Value.Skip, limit, cancellation);
        var pages = (total + limit - 1) / limit;
        return Reply.Ok(
            new RunListReply([.. found.Select(RunReply.Of)], total, pages, number < pages, number), WorkflowsJson.Default.RunListReply);
    }

    /// <summary>200 with the run and its steps.</summary>
    [Operation(Tags.Workflows, "Read a run", "Answers one run with the steps it has taken, and the one at which it waits: input, output, error, attempts and times of each.")]
    [Path("workflow_id", "The workflow's id.")]
    [Path("run_id", "The run's id.")]
    [Answer<RunDetailReply>(200, "The run.")]
    [Function("GetWorkflowRun")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "workflows/{workflow_id}/runs/{run_id}")] HttpRequest request,
        string workflow_id,
        string run_id,
        CancellationToken cancellation)
    {
        var organization = request.Caller().Organization;
        if (await reader.FindAsync(organization, workflow_id, cancellation) is not { } stored) return WorkflowAnswers.NotFound(workflow_id);
        return RunId.TryParse(run_id, out var id) && await runs.GetAsync(organization, stored.Workflow.Id, id, cancellation) is { } run
            ? Reply.Ok(
                RunDetailReply.Of(run.Run, await plans.FindAsync(organization, stored.Workflow.Id, run.Run.Version, cancellation)), WorkflowsJson.Default.RunDetailReply)
            : Problem.NotFound("run", run_id);
    }

    private static Parsed<T[]> Words<T>(HttpRequest request, string name, IReadOnlyDictionary<string, T> words)
    {
        if (request.Query[name] is not { Count: > 0 } given) return Parsed<T[]>.Of([]);
        var wanted = given.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return wanted.All(words.ContainsKey)
            ? Parsed<T[]>.Of([.. wanted.Distinct(StringComparer.Ordinal).Select(word => words[word])])
            : Parsed<T[]>.Refused(Problem.InvalidParameter(name, "must be of " + string.Join(", ", words.Keys) + ", separated by commas"));
    }
}
