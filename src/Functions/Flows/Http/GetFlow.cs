using System.Globalization;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Flows.Http;

/// <summary>GET /v1/flows/{id} (E3).</summary>
internal sealed class GetFlow(FlowReader flows)
{
    /// <summary>200 with a version.</summary>
    [Operation(Tags.Flows, "Read a flow", "Answers a version: by its numeric id, or of a slug the live one, and the newest where none is live.")]
    [Path("id", "The numeric id of a version, or the flow's slug.")]
    [Query("version", "The number of the version to answer instead.", Type = "integer")]
    [Answer<FlowReply>(200, "The version.", HasETag = true)]
    [Function(nameof(GetFlow))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/flows/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        int? number = null;
        if (request.Query["version"] is { Count: > 0 } text)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given) || given < 1) return Problem.InvalidParameter("version", "must be a whole number from 1");
            number = given;
        }

        var view = await flows.FindAsync(request.Caller().Organization, id, number, cancellation);
        return view is null ? FlowAnswers.NotFound(id) : FlowAnswers.Ok(view);
    }
}
