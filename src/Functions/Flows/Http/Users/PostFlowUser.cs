using Cadenza.Domain.Flows;
using Cadenza.Functions.Flows.Storage;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Flows.Http.Users;

/// <summary>POST /v1/public/users (E4).</summary>
internal sealed class PostFlowUser(FlowUsers users, TimeProvider clock)
{
    /// <summary>200 with the user.</summary>
    [Operation(Tags.Flows, "Tell about a user", "Makes or changes a user of the flows: properties, what the user did, the group the user belongs to. With an Idempotency-Key a repeat counts no event twice.")]
    [Body<UserBody>]
    [Answer<FlowUserReply>(200, "The user.")]
    [Refusal(409, "profile_full", "The user would hold more than it may.")]
    [Function(nameof(PostFlowUser))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/public/users")] HttpRequest request, CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request, UserBody.Read, cancellation);
        if (body.Problem is { } problem) return problem;
        var change = new ProfileChange(body.Value.Properties, body.Value.Events, body.Value.GroupId, UserAnswers.ChangeKey(request, clock.GetUtcNow()));
        var user = await users.ChangeAsync(request.Caller().Organization, ProfileKind.User, body.Value.UserId, change, cancellation);
        return user is null ? UserAnswers.Full("user") : Reply.Ok(FlowUserReply.Of(user), FrigadeJson.Default.FlowUserReply);
    }
}
