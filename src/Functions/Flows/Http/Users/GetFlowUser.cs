using Cadenza.Domain.Flows;
using Cadenza.Functions.Flows.Storage;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Flows.Http.Users;

/// <summary>GET /v1/users.</summary>
internal sealed class GetFlowUser(FlowUserStore users)
{
    /// <summary>200 with all that is known of a user.</summary>
    [Operation(Tags.Flows, "Read a user of the flows", "Answers properties, events and groups of a user.")]
    [Query("userId", "The user, by the caller's own id.", Required = true)]
    [Answer<FlowUserDetailReply>(200, "The user.")]
    [Refusal(404, "not_found", "Nothing is known of the user.")]
    [Function(nameof(GetFlowUser))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/users")] HttpRequest request, CancellationToken cancellation)
    {
        if (request.Query["userId"] is not [{ Length: > 0 and <= FlowProfile.MaxId } userId]) return Problem.InvalidParameter("userId", $"must be given once, with 1 to {FlowProfile.MaxId} characters");
        return await users.GetAsync(request.Caller().Organization, ProfileKind.User, userId, cancellation) is { } stored
            ? Reply.Ok(FlowUserDetailReply.Of(stored.Profile), FrigadeJson.Default.FlowUserDetailReply)
            : Problem.NotFound("user", userId);
    }
}
