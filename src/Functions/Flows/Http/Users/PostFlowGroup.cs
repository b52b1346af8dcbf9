using Cadenza.Domain.Flows;
using Cadenza.Functions.Flows.Storage;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Flows.Http.Users;

/// <summary>POST /v1/public/groups (E4).</summary>
internal sealed class PostFlowGroup(FlowUsers users, TimeProvider clock)
{
    /// <summary>200 with the group.</summary>
    [Operation(Tags.Flows, "Tell about a group", "Makes or changes a group of users: its properties, what it did, and with userId a user who belongs to it.")]
    [Body<GroupBody>]
    [Answer<FlowGroupReply>(200, "The group.")]
    [Refusal(409, "profile_full", "The group or user would hold more than it may.")]
    [Function(nameof(PostFlowGroup))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/public/groups")] HttpRequest request, CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request, GroupBody.Read, cancellation);
        if (body.Problem is { } problem) return problem;
        var organization = request.Caller().Organization;
        if (body.Value.UserId is { } userId)
        {
            var membership = new ProfileChange(new Dictionary<string, System.Text.Json.JsonElement>(), [], body.Value.GroupId, Key: null);
            if (await users.ChangeAsync(organization, ProfileKind.User, userId, membership, cancellation) is null) return UserAnswers.Full("user");
        }

        var change = new ProfileChange(body.Value.Properties, body.Value.Events, Group: null, UserAnswers.ChangeKey(request, clock.GetUtcNow()));
        var group = await users.ChangeAsync(organization, ProfileKind.Group, body.Value.GroupId, change, cancellation);
        return group is null ? UserAnswers.Full("group") : Reply.Ok(FlowGroupReply.Of(group), FrigadeJson.Default.FlowGroupReply);
    }
}
