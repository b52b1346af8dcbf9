using Cadenza.Domain.Flows;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Flows.Http.States;

/// <summary>GET /v1/public/flowStates (E4).</summary>
internal sealed class GetFlowStates(FlowUsers users)
{
    private const int MaxUrl = 2000;

    /// <summary>200 with the flows.</summary>
    [Operation(Tags.Flows, "Which flows a user gets", "Answers the live flows, those that the user gets with how far the user is, the others with the reason. Flows with active false are in neither list.")]
    [Query("userId", "The user, by the caller's own id.", Required = true)]
    [Query("groupId", "The group in whose name the user is here.")]
    [Query("url", "The address of the page the user looks at, for user.currentUrl().")]
    [Answer<FlowStatesReply>(200, "The flows.")]
    [Function(nameof(GetFlowStates))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/public/flowStates")] HttpRequest request, CancellationToken cancellation)
    {
        if (request.Query["userId"] is not [{ Length: > 0 and <= FlowProfile.MaxId } userId]) return Problem.InvalidParameter("userId", $"must be given once, with 1 to {FlowProfile.MaxId} characters");
        if (Optional(request, "groupId", FlowProfile.MaxId, out var groupId) is { } badGroup) return badGroup;
        if (Optional(request, "url", MaxUrl, out var url) is { } badUrl) return badUrl;
        var caller = request.Caller();
        var user = await users.FindAsync(caller.Organization, userId, cancellation);
        var subject = await users.SubjectAsync(caller.Organization, user, new FlowUserLocation(groupId, url), cancellation);
        return Reply.Ok(FlowStatesReply.Of(FlowStates.Of(user, subject), caller.Kind == KeyKind.Public), FrigadeJson.Default.FlowStatesReply);
    }

    private static Problem? Optional(HttpRequest request, string name, int max, out string? value)
    {
        var values = request.Query[name];
        value = values.Count == 0 || string.IsNullOrEmpty(values[0]) ? null : values[0];
        return values.Count > 1 || value?.Length > max ? Problem.InvalidParameter(name, $"must be given once, with at most {max} characters") : null;
    }
}
