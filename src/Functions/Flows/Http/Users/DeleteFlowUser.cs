using Cadenza.Domain.Flows;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Flows.Http.Users;

/// <summary>DELETE /v1/users.</summary>
internal sealed class DeleteFlowUser(FlowUsers users)
{
    /// <summary>204. Nothing is known of the user any more.</summary>
    [Operation(Tags.Flows, "Forget a user of the flows", "Deletes properties, events and progress of a user.")]
    [Query("userId", "The user, by the caller's own id.", Required = true)]
    [Answer(204, "Nothing is known of the user.")]
    [Refusal(404, "not_found", "Nothing is known of the user.")]
    [Function(nameof(DeleteFlowUser))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/users")] HttpRequest request, CancellationToken cancellation)
    {
        if (request.Query["userId"] is not [{ Length: > 0 and <= FlowProfile.MaxId } userId]) return Problem.InvalidParameter("userId", $"must be given once, with 1 to {FlowProfile.MaxId} characters");
        return await users.ForgetAsync(request.Caller().Organization, userId, cancellation) ? Reply.NoContent() : Problem.NotFound("user", userId);
    }
}
