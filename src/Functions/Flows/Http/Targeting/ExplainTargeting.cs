using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Flows.Http.Targeting;

/// <summary>POST /v1/flows/targeting/explain (E5).</summary>
internal sealed class ExplainTargeting(FlowUsers users)
{
    /// <summary>200 with the value of every part.</summary>
    [Operation(Tags.Flows, "Explain a targeting expression", "Says what each part of an expression comes to for a user, or for nobody in particular. Nothing is stored.")]
    [Body<TargetingBody>]
    [Answer<TargetingReply>(200, "The explanation.")]
    [Function(nameof(ExplainTargeting))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/flows/targeting/explain")] HttpRequest request, CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request, TargetingBody.Read, cancellation);
        if (body.Problem is { } problem) return problem;
        var organization = request.Caller().Organization;
        var user = body.Value.UserId is { } id
            ? await users.FindAsync(organization, id, cancellation)
            : await users.StrangerAsync(organization, cancellation);
        var subject = await users.SubjectAsync(organization, user, body.Value.Place, cancellation);
        return Reply.Ok(TargetingReply.Of(body.Value.Logic, subject), FrigadeJson.Default.TargetingReply);
    }
}
