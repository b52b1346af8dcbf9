using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Idempotency;
using Cadenza.Functions.Workflows.Definitions;
using Cadenza.Functions.Workflows.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Workflows.Http.Crm;

/// <summary>PUT /crm/workflows/{id} (D1).</summary>
internal sealed class UpdateAutomation(
    WorkflowReader reader, WorkflowEditor editor, AutomationAnswers answers, AuditStore audit, TimeProvider clock)
{
    /// <summary>200 with the new version, which takes effect at once where the workflow is active (D2).</summary>
    [Operation(
        Tags.Automations,
        "Update an automation",
        "Makes a new version, which takes effect at once where the workflow is active; runs in flight finish on theirs. What is omitted stays, null clears.")]
    [Conditional]
    [Body<UpdateAutomationBody>]
    [Answer<AutomationReply>(200, "The workflow.", HasETag = true)]
    [Refusal(400, "workflow_not_ready", "The version has steps that cannot be carried out, or that no run comes to.")]
    [Refusal(409, "workflow_ended", "The workflow is completed or cancelled and cannot be active again.")]
    [Function(nameof(UpdateAutomation))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "crm/workflows/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var body = await JsonBody.ReadAsync(request, UpdateAutomationBody.Reader(index => request.NewId(now, index + 1).ToString("D")), cancellation);
        return body.Problem is { } problem
            ? problem
            : await WorkflowChange.RunAsync(request, id, reader, read => UpdateAsync(request, read, body.Value, cancellation), cancellation);
    }

    private async Task<IResult> UpdateAsync(HttpRequest request, StoredWorkflow read, UpdateAutomationBody body, CancellationToken cancellation)
    {
        if (await reader.CurrentAsync(read, cancellation) is not { } current) return AutomationAnswers.NotFound(read.Workflow.Id.ToString());
        var content = body.Apply(current.Version.Content);
        if (AutomationAnswers.Refuse(body.Check(content)) is { } refusal) return refusal;
        var isLive = body.IsActive ?? read.Workflow.LiveVersion is not null;
        if (isLive && WorkflowReadiness.Check(content) is { } notReady) return notReady;
        if (await editor.ReplaceAsync(read, content, body.IsActive, cancellation) is not { } changed) return AutomationAnswers.Ended(read);
        await audit.AppendAsync(WorkflowAudit.Edited(read.Workflow, changed, body.Members(), request), cancellation);
        return await answers.OkAsync(changed, cancellation);
    }
}

/// <summary>PATCH /crm/workflows/{id}/toggle (D1).</summary>
internal sealed class ToggleAutomation(WorkflowReader reader, WorkflowEditor editor, AutomationAnswers answers, AuditStore audit)
{
    /// <summary>200 with the workflow, active or not.</summary>
    [Operation(Tags.Automations, "Enable or disable an automation", "Makes it active or not: the other of what it is, or what isActive says. The body may be left out.")]
    [Conditional]
    [Body<ToggleAutomationBody>]
    [Answer<AutomationReply>(200, "The workflow.", HasETag = true)]
    [Refusal(400, "workflow_not_ready", "The version has steps that cannot be carried out, or that no run comes to.")]
    [Refusal(409, "workflow_ended", "The workflow is completed or cancelled.")]
    [Function(nameof(ToggleAutomation))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "crm/workflows/{id}/toggle")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var body = await OptionalBody.ReadAsync(request, ToggleAutomationBody.Read, new ToggleAutomationBody(null), cancellation);
        return body.Problem is { } problem
            ? problem
            : await WorkflowChange.RunAsync(request, id, reader, read => ToggleAsync(request, read, body.Value.IsActive, cancellation), cancellation);
    }

    private async Task<IResult> ToggleAsync(HttpRequest request, StoredWorkflow read, bool? wanted, CancellationToken cancellation)
    {
        if (await reader.CurrentAsync(read, cancellation) is not { } view) return AutomationAnswers.NotFound(read.Workflow.Id.ToString());
        var isActive = read.Workflow.Status == WorkflowStatus.Active;
        var toBe = wanted ?? !isActive;
        if (toBe == isActive) return await answers.OkAsync(view, cancellation);
        if (toBe && WorkflowReadiness.Check(view.Version.Content) is { } notReady) return notReady;
        if (await editor.SwitchAsync(view, toBe, cancellation) is not { } changed) return AutomationAnswers.Ended(read);
        await audit.AppendAsync(WorkflowAudit.Switched(toBe ? "activated" : "deactivated", read.Workflow, changed.Stored, request), cancellation);
        return await answers.OkAsync(changed, cancellation);
    }
}

/// <summary>DELETE /crm/workflows/{id} (D1).</summary>
internal sealed class DeleteAutomation(WorkflowReader reader, WorkflowEditor editor, AuditStore audit, TimeProvider clock)
{
    /// <summary>204: nothing starts any more, and nobody finds its versions and runs.</summary>
    [Operation(Tags.Automations, "Delete an automation", "At once and for good, active or not.")]
    [Conditional]
    [Answer(204, "It is gone.")]
    [Function(nameof(DeleteAutomation))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "crm/workflows/{id}")] HttpRequest request, string id, CancellationToken cancellation) => WorkflowChange.RunAsync(
        request,
        id,
        reader,
        async read =>
        {
            await editor.DeleteAsync(read, cancellation);
            await audit.AppendAsync(WorkflowAudit.Deleted(read, clock.GetUtcNow(), request), cancellation);
            return Reply.NoContent();
        },
        cancellation);
}
