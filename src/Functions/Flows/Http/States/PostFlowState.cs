using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Flows.Http.States;

/// <summary>POST /v1/public/flowStates (E4).</summary>
internal sealed class PostFlowState(FlowProgress progress, FlowUsers users)
{
    /// <summary>200 with the flows as they are for the user now.</summary>
    [Operation(Tags.Flows, "Report what a user did", "Stores the progress and answers the user's flows. Progress only rises, so that reports may come late, twice or together; NOT_STARTED takes back.")]
    [Body(typeof(StateBody), nameof(StateBody.Read))]
    [Answer<FlowStatesReply>(200, "The flows.")]
    [Refusal(404, "not_found", "No flow with a live version has the slug.")]
    [Function(nameof(PostFlowState))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/public/flowStates")] HttpRequest request, CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request, StateBody.Read, cancellation);
        if (body.Problem is { } problem) return problem;
        var (caller, report) = (request.Caller(), body.Value);
        var (outcome, user) = await progress.RecordAsync(caller.Organization, report, cancellation);
        if (outcome == ReportOutcome.NoStep) return Problem.Invalid("/stepId", "must be the id of a step of the live version");
        if (user is null) return Problem.NotFound("flow", report.Slug);
        var subject = await users.SubjectAsync(caller.Organization, user, report.Place, cancellation);
        return Reply.Ok(FlowStatesReply.Of(FlowStates.Of(user, subject), caller.Kind == KeyKind.Public), FrigadeJson.Default.FlowStatesReply);
    }
}
