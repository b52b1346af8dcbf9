using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Flows.Http;

/// <summary>GET /v1/flows/{slug}/versions (E3).</summary>
internal sealed class ListFlowVersions(FlowReader flows)
{
    /// <summary>200 with the versions, newest first.</summary>
    [Operation(Tags.Flows, "List the versions of a flow", "Answers all versions, newest first.")]
    [Path("id", "The flow's slug, or the numeric id of any of its versions.")]
    [Answer<FlowVersionsReply>(200, "The versions.")]
    [Function(nameof(ListFlowVersions))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/flows/{id}/versions")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var views = await flows.VersionsAsync(request.Caller().Organization, id, cancellation);
        return views is null
            ? FlowAnswers.NotFound(id)
            : Reply.Ok(new FlowVersionsReply([.. views.Select(FlowReply.Of)]), FrigadeJson.Default.FlowVersionsReply);
    }
}
