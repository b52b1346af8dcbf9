using Cadenza.Domain.Execution;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Workflows.Definitions;
using Cadenza.Functions.Workflows.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Workflows.Http.Hooks;

/// <summary>POST /hooks/{organization}/{workflow}/{secret}: another system or a form starts a workflow (A8).</summary>
internal sealed class ReceiveHook(WorkflowStore workflows, WorkflowStarts starts, TimeProvider clock)
{
    /// <summary>202 once the call is stored; sent again under the same id it starts nothing again.</summary>
    [Operation(Tags.Events, "Call a workflow's webhook", "Takes no key: the address is the workflow's `webhook_url`, which nobody can guess. With a `secret` in the trigger's configuration the call has to be signed by the Standard Webhooks scheme, within five minutes. A repeated `webhook-id`, or `Idempotency-Key`, starts nothing again. A call that the trigger's constraints or filters do not let through is kept, with the reason, and starts nothing.")]
    [Path("organization", "Whose workflow it is.")]
    [Path("workflow", "The workflow.")]
    [Path("secret", "The part that nobody can guess.")]
    [Body<HookPayload>]
    [StreamBody("application/x-www-form-urlencoded", "The fields of a form, in UTF-8 or in the charset that the Content-Type says.")]
    [Answer<HookReply>(202, "The call is stored.")]
    [Refusal(401, "invalid_signature", "The call is not signed as the trigger asks; `detail` says what is wrong.")]
    [Refusal(409, "workflow_not_active", "The workflow is not active.")]
    [Refusal(422, "idempotency_key_reused", "The `Idempotency-Key` came before with another body.")]
    [Function(AnonymousFunctions.ReceiveHook)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hooks/{organization}/{workflow}/{secret}")] HttpRequest request,
        string organization,
        string workflow,
        string secret,
        CancellationToken cancellation)
    {
        if (!OrganizationId.TryParse(organization, out var owner)
            || !WorkflowId.TryParse(workflow, out var id)
            || await workflows.GetAsync(owner, id, cancellation) is not { Workflow: { } stored }
            || !HookAddress.Matches(stored, secret)) return Problem.NotFound("webhook", workflow);
        if (stored is not { Status: WorkflowStatus.Active, LiveVersion: { } live }
            || await workflows.GetVersionAsync(owner, id, live, cancellation) is not { Content.Trigger: { Type: EventType.Webhook or EventType.Form } trigger } version)
            return Problem.Conflict("workflow_not_active", "The workflow is not active, or not started by a call.");
        var now = clock.GetUtcNow();
        var read = await HookRequest.ReadAsync(request, trigger, now, cancellation);
        if (read.Problem is { } problem) return problem;
        var order = new WorkflowStartRequest(read.Value.Id ?? Guid.CreateVersion7(now).ToString("D"), trigger.Type, read.Value.Payload, RunCause.Automatic, IsTest: false);
        var ordered = await starts.StartAsync(stored, version, order, cancellation);
        if (read.Value.IsIdempotencyKey && ordered.IsReused)
            return Problem.Unprocessable("idempotency_key_reused", "This Idempotency-Key came with another body before; use a new key for a new call.");
        return Reply.Accepted(new HookReply(ordered.Event, ordered.Run is not null), WorkflowsJson.Default.HookReply);
    }
}
