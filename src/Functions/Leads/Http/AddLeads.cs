using System.Globalization;
using System.Text.Json.Nodes;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Leads.Http.Workflows;
using Cadenza.Functions.Leads.Intake;
using Cadenza.Functions.Leads.Wire;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Idempotency;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Leads.Http;

/// <summary>POST /v1/workflows/{id}/leads (C8).</summary>
internal sealed class AddLeads(LeadWorkflows workflows, LeadIntake intake, AuditStore audit, PhoneRegions regions, TimeProvider clock)
{
    /// <summary>201 with how many were enrolled; 400 with the faults by row, and then nobody is enrolled unless <c>partial=true</c>.</summary>
    [Operation(
        Tags.LeadWorkflows,
        "Add leads",
        "Enrolls leads: a JSON array, or a CSV file of up to 100,000 rows in a multipart body. Every column but `phone_number` becomes a variable. When a row is wrong, nobody is enrolled unless `partial=true`. A number is enrolled once at a time.")]
    [Query("partial", "Whether the good rows are enrolled when others are wrong.", OneOf = ["true", "false"])]
    [Query(PhoneRegions.Parameter, PhoneRegions.About)]
    [Body(typeof(LeadsBody), nameof(LeadsBody.Read))]
    [StreamBody("multipart/form-data", "A part named `file` with the CSV file: RFC 4180 in UTF-8 with a header, a column `phone_number` among it.")]
    [Answer<AddLeadsReply>(201, "What came of it.")]
    [Refusal(400, "invalid_leads", "Rows are wrong; `errors` has the faults by column, each with its rows.")]
    [Refusal(409, "leads_enrolled", "Nothing is wrong but that numbers are enrolled already; `errors` has their rows.")]
    [Refusal(409, "workflow_cancelled", "The workflow is cancelled, or `workflow_completed`.")]
    [Function(nameof(AddLeads))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/workflows/{id}/leads")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (request.Query["partial"].ToString() is not ("" or "true" or "false")) return Problem.InvalidParameter("partial", "must be true or false");
        var region = regions.Of(request);
        if (region.Problem is { } unknown) return unknown;
        if (await workflows.FindAsync(request.Caller().Organization, id, cancellation) is not { } read) return LeadWorkflowAnswers.NotFound(id);
        if (read.Workflow.Status is WorkflowStatus.Completed or WorkflowStatus.Cancelled) return LeadWorkflowAnswers.WrongStatus(read.Workflow.Status, "it takes no more leads");
        if (!LeadFile.IsIn(request))
        {
            var body = await JsonBody.ReadAsync(request, LeadsBody.With(region.Value), cancellation);
            return body.Problem is { } problem ? problem : await TakeAsync(request, read, LeadsBody.Rows(body.Value), cancellation);
        }

        var file = await LeadFile.ReadAsync(request, cancellation);
        if (file.Problem is { } refusal) return refusal;
        await using var content = file.Value;
        return await TakeAsync(request, read, new CsvLeadRows(content.Content, region.Value), cancellation);
    }

    private async Task<IResult> TakeAsync(HttpRequest request, LeadWorkflow read, ILeadRows rows, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var import = request.NewId(now);
        var isPartial = request.Query["partial"] == "true";
        var result = await intake.TakeAsync(read.Workflow, rows, import, isPartial, cancellation);
        if (result.Faults.Rows > 0 && !isPartial) return Refuse(result);
        if (result.Enrolled > 0)
            await audit.AppendAsync(LeadWorkflowAudit.Part(read, "leads_added", import.ToString("D"), now, request, new JsonObject { ["leads"] = result.Enrolled }), cancellation);
        var enrolled = result.Enrolled == 1 ? "1 lead was enrolled" : string.Create(CultureInfo.InvariantCulture, $"{result.Enrolled} leads were enrolled");
        var message = result.Faults.Rows == 0 ? $"{enrolled}." : $"{enrolled}; {result.Faults.Rows} {(result.Faults.Rows == 1 ? "row was" : "rows were")} left out.";
        var reply = new AddLeadsReply(read.Workflow.Id.ToPrefixed(), result.Enrolled, message, result.Faults.Rows == 0 ? null : result.Faults.ToErrors());
        return Reply.Created($"/v1/workflows/{read.Workflow.Id.ToPrefixed()}/leads", reply, LeadsJson.Default.AddLeadsReply);
    }

    private static Problem Refuse(LeadIntakeResult result)
    {
        var rows = result.Faults.Rows == 1 ? "1 row is wrong" : $"{result.Faults.Rows} rows are wrong";
        return result.AllTaken
            ? Problem.Conflict("leads_enrolled", $"Nobody was enrolled: {result.Faults.Rows} of the numbers are enrolled already; 'partial=true' enrolls the others.") with { Errors = result.Faults.ToErrors() }
            : new Problem(400, "invalid_leads", $"Nobody was enrolled: {rows}; 'partial=true' enrolls the others.", result.Faults.ToErrors());
    }
}
