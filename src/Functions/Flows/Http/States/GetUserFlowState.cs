using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Flows.Http.States;

/// <summary>GET /v1/userFlowStates/{flowSlug}/{userId} (E4).</summary>
internal sealed class GetUserFlowState(FlowUsers users)
{
    /// <summary>200 with the state.</summary>
    [Operation(Tags.Flows, "How far a user is with a flow", "Answers the state of one user in one flow, live or not, whether or not the user gets it.")]
    [Path("flowSlug", "The flow's slug.")]
    [Path("userId", "The user, by the caller's own id.")]
    [Answer<UserFlowStateReply>(200, "The state.")]
    [Function(nameof(GetUserFlowState))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/userFlowStates/{flowSlug}/{userId}")] HttpRequest request, string flowSlug, string userId, CancellationToken cancellation)
    {
        if (UserPath.Fault(userId) is { } fault) return fault;
        var organization = request.Caller().Organization;
        var user = await users.FindAsync(organization, userId, cancellation);
        if (!user.Catalog.BySlug.TryGetValue(flowSlug, out var flow)) return Problem.NotFound("flow", flowSlug);
        var subject = await users.SubjectAsync(organization, user, new FlowUserLocation(null, null), cancellation);
        var state = FlowStateReply.Of(user.Catalog.Find(flowSlug)?.Steps ?? [], user.ProgressOf(flow), subject);
        return Reply.Ok(new UserFlowStateReply(flowSlug, userId, state), FrigadeJson.Default.UserFlowStateReply);
    }
}
