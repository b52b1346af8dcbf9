using Cadenza.Domain.Workflows.Validation;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Workflows.Definitions;
using Cadenza.Functions.Workflows.Storage;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Workflows.Http.Crm;

/// <summary>The answers that the functions of this folder give alike.</summary>
internal sealed class AutomationAnswers(RunStore runs)
{
    /// <summary>200 with the workflow.</summary>
    public async Task<IResult> OkAsync(WorkflowView view, CancellationToken cancellation) =>
        Reply.Ok(await ReplyAsync(view, cancellation), AutomationJson.Default.AutomationReply, EntityTag.Of(view.Stored.Version));

    /// <summary>201 with the workflow.</summary>
    public async Task<IResult> CreatedAsync(WorkflowView view, CancellationToken cancellation) => Reply.Created(
        $"/crm/workflows/{view.Workflow.Id}",
        await ReplyAsync(view, cancellation),
        AutomationJson.Default.AutomationReply,
        EntityTag.Of(view.Stored.Version));

    /// <summary>The workflow as it is answered.</summary>
    public async Task<AutomationReply> ReplyAsync(WorkflowView view, CancellationToken cancellation) => AutomationReply.Of(
        view, await runs.CountAsync(view.Workflow.Organization, view.Workflow.Id, RunFilter.All, cancellation));

    /// <summary>The answer 404: there is none with this id.</summary>
    public static Problem NotFound(string id) => Problem.NotFound("workflow", id);

    /// <summary>400 with these, or null when there are none.</summary>
    public static Problem? Refuse(IEnumerable<WorkflowIssue> issues)
    {
        var errors = issues.GroupBy(issue => issue.At).ToDictionary(place => place.Key, place => place.Select(issue => issue.Message).ToArray());
        return errors.Count == 0 ? null : Problem.Invalid(errors);
    }

    /// <summary>409: it can never be active again.</summary>
    public static Problem Ended(StoredWorkflow stored) => Problem.Conflict(
        "workflow_ended", $"The workflow is {stored.Workflow.Status.ToString().ToLowerInvariant()}, which is for good.");
}
