using System.Globalization;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Flows.Http;

/// <summary>GET /v1/flows (E3).</summary>
internal sealed class ListFlows(FlowReader flows)
{
    private const int MaxOffset = 10_000;

    /// <summary>200 with a part of the flows.</summary>
    [Operation(Tags.Flows, "List flows", "Answers flows in the order of their creation, each by its live version, or the newest where none is live.")]
    [Query("offset", "How many flows to leave out, up to 10000; 0 unless given.", Type = "integer")]
    [Query("limit", "The most to answer, 1 to 100; 50 unless given.", Type = "integer")]
    [Answer<FlowListReply>(200, "A part of the flows.")]
    [Function(nameof(ListFlows))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/flows")] HttpRequest request, CancellationToken cancellation)
    {
        if (Number(request, "offset", 0, 0, MaxOffset) is not { } offset) return Problem.InvalidParameter("offset", $"must be a whole number from 0 to {MaxOffset}");
        if (Number(request, "limit", 50, 1, 100) is not { } limit) return Problem.InvalidParameter("limit", "must be a whole number from 1 to 100");
        var views = await flows.ListAsync(request.Caller().Organization, offset, limit, cancellation);
        return Reply.Ok(new FlowListReply([.. views.Select(FlowReply.Of)], offset, limit), FrigadeJson.Default.FlowListReply);
    }

    private static int? Number(HttpRequest request, string name, int usual, int min, int max)
    {
        if (request.Query[name] is not { Count: > 0 } text) return usual;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max ? number : null;
    }
}
