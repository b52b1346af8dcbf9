using Cadenza.Functions.Flows;
using Cadenza.Functions.Http.Frigade.Flows;
using Cadenza.Functions.Http.Platform.OpenApi.Declarations;
using Cadenza.Functions.Http.Platform.Problems;
using Cadenza.Functions.Http.Platform.Replies;
using Cadenza.Functions.Security;
using Cadenza.Functions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Http.Frigade.States;

/// <summary>DELETE /v1/userFlowStates/{flowSlug}/{userId} (E4).</summary>
internal sealed class ResetUserFlowState(FlowCatalogs catalogs, FlowProgress progress, AuditStore audit, TimeProvider clock)
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
