using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Flows.Http.States;

/// <summary>DELETE /v1/userFlowStates/{flowSlug}/{userId} (E4).</summary>
internal sealed class ResetUserFlowState(LiveFlowCache catalogs, FlowProgress progress, AuditStore audit, TimeProvider clock)
{
    /// <summary>204. The user has not begun the flow.</summary>
    [Operation(Tags.Flows, "Take a user back to before a flow", "The user has not begun the flow afterwards, and may get it again. Repeating it changes nothing.")]
    [Path("flowSlug", "The flow's slug.")]
    [Path("userId", "The user, by the caller's own id.")]
    [Answer(204, "The user has not begun.")]
    [Function(nameof(ResetUserFlowState))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/userFlowStates/{flowSlug}/{userId}")] HttpRequest request, string flowSlug, string userId, CancellationToken cancellation)
    {
        if (UserPath.Fault(userId) is { } fault) return fault;
        var organization = request.Caller().Organization;
        if (!(await catalogs.GetAsync(organization, cancellation)).BySlug.TryGetValue(flowSlug, out var flow)) return Problem.NotFound("flow", flowSlug);
        if (await progress.ResetAsync(organization, userId, flow, cancellation))
            await audit.AppendAsync(FlowAudit.Of("user_reset", organization, flow, flow.Current.Id, clock.GetUtcNow(), request), cancellation);
        return Reply.NoContent();
    }
}
