using Cadenza.Domain.Leads;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Leads.Storage;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Leads.Http.Workflows;

/// <summary>The answers that the functions of this surface give alike.</summary>
internal sealed class LeadWorkflowAnswers(LeadStore leads)
{
    /// <summary>200 with the workflow.</summary>
    public async Task<IResult> OkAsync(LeadWorkflow read, CancellationToken cancellation) =>
        Reply.Ok(await ReplyAsync(read, cancellation), LeadsJson.Default.LeadWorkflowReply, EntityTag.Of(read.Stored.Version));

    /// <summary>201 with the workflow.</summary>
    public async Task<IResult> CreatedAsync(LeadWorkflow read, CancellationToken cancellation) => Reply.Created(
        $"/v1/workflows/{read.Workflow.Id.ToPrefixed()}",
        await ReplyAsync(read, cancellation),
        LeadsJson.Default.LeadWorkflowReply,
        EntityTag.Of(read.Stored.Version));

    /// <summary>The workflow with its counts.</summary>
    public async Task<LeadWorkflowReply> ReplyAsync(LeadWorkflow read, CancellationToken cancellation)
    {
        var counts = await leads.CountAsync(read.Workflow.Organization, read.Workflow.Id, cancellation);
        return LeadWorkflowReply.Of(read, counts.Enrolled);
    }

    /// <summary>The answer 404: there is none with this id.</summary>
    public static Problem NotFound(string id) => Problem.NotFound("workflow", id);

    /// <summary>The refusal of a change that was not made.</summary>
    /// <param name="change">What came of it.</param>
    /// <param name="id">The id as it was given.</param>
    /// <param name="needs">What the status would have to be, in words.</param>
    public static Problem Refuse(WorkflowChange change, string id, string needs) => change switch
    {
        WorkflowChange.NotFound => NotFound(id),
        WorkflowChange.Stale => Problem.PreconditionFailed(),
        WorkflowChange.WrongStatus wrong => WrongStatus(wrong.Status, needs),
        WorkflowChange.Faulty faulty => Faulty(faulty.Faults),
        WorkflowChange.Refused { Reason: Problem problem } => problem,
        _ => throw new ArgumentOutOfRangeException(nameof(change), change.GetType().Name, "A result without an answer."),
    };

    /// <summary>409: the workflow is in the wrong status.</summary>
    public static Problem WrongStatus(WorkflowStatus status, string needs)
    {
        var name = LeadWorkflowReply.StatusOf(status);
        return Problem.Conflict($"workflow_{name}", $"The workflow is {name}; {needs}.");
    }

    private static Problem Faulty(IReadOnlyList<GraphFault> faults) => new(
        400,
        "invalid_graph",
        $"Leads cannot travel along the graph: {faults.Count} {(faults.Count == 1 ? "fault" : "faults")} in 'errors', by the node's id.",
        faults.GroupBy(fault => fault.NodeId is null ? "/nodes" : $"/nodes/{fault.NodeId}").ToDictionary(
            node => node.Key, node => node.Select(fault => fault.Message).ToArray()));
}
