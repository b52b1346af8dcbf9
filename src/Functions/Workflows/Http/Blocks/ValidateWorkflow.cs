using Cadenza.Domain.Catalog;
using Cadenza.Domain.Workflows.Notations;
using Cadenza.Domain.Workflows.Validation;
using Cadenza.Functions.Contacts.Http;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Replies;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Workflows.Http.Blocks;

/// <summary>POST /workflows/validate (A5).</summary>
internal static class ValidateWorkflow
{
    /// <summary>200 with all that is wrong; nothing is stored.</summary>
    [Operation(Tags.Workflows, "Validate a workflow", "Says all that stands in the way of creating and activating it. Nothing is stored.")]
    [Body<ValidateWorkflowBody>]
    [Answer<ValidationReply>(200, "What is wrong with it, if anything.")]
    [Function(nameof(ValidateWorkflow))]
    public static async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "workflows/validate")] HttpRequest request, CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request, ValidateWorkflowBody.Read, cancellation);
        return body.Problem is { } problem ? problem : Reply.Ok(Validate(body.Value), WorkflowsJson.Default.ValidationReply);
    }

    private static ValidationReply Validate(ValidateWorkflowBody body)
    {
        const string Blocks = "/workflow_blocks";
        var reading = BlockNotation.Read(body.Blocks, Blocks);
        List<WorkflowIssue> issues =
        [
            .. TriggerIssues(body),
            .. TriggerCheck.Constraints(body.Constraints, "/trigger_constraints"),
            .. TriggerCheck.Filters(body.Filters, "/trigger_filters"),
            .. reading.Faults.Select(fault => new WorkflowIssue(null, fault.At, fault.Message)),
            .. reading.Faults.Count > 0 ? [] : StepCheck.Run(reading.Graph, reading.Places, Blocks),
        ];
        var used = reading.Graph.Steps.Select(step => step.Type).ToHashSet(StringComparer.Ordinal);
        return new ValidationReply(
            issues.Count == 0,
            [.. issues.Select(issue => new ValidationIssueReply(issue.StepId, Sentence(issue), issue.At))],
            [.. ActionCatalog.All.Where(type => type.Family != ActionFamily.Control).Select(type => type.Name).Where(used.Contains)]);
    }

    private static IReadOnlyList<WorkflowIssue> TriggerIssues(ValidateWorkflowBody body) => TriggerCatalog.TryFind(body.TriggerType, out var trigger)
        ? TriggerCheck.Configuration(trigger, body.Configuration, "/trigger_configuration")
        : [new WorkflowIssue(null, "/trigger_type", "must be a type of trigger that GET /catalog/triggers lists")];

    // What a person reads names the last part of the place; the whole of it is the pointer.
    private static string Sentence(WorkflowIssue issue) => $"{issue.At[(issue.At.LastIndexOf('/') + 1)..]} {issue.Message}";
}
