using Cadenza.Domain.Contacts;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Contacts.Http.Segments;

/// <summary>GET /segments/{id}.</summary>
internal sealed class GetSegment(SegmentStore segments, SegmentAnswers answers)
{
    /// <summary>200 with the segment and how many belong to it.</summary>
    [Operation(Tags.Segments, "Read a segment", "Answers one segment with the number of its contacts: kept for a list, counted now for a filter.")]
    [Answer<SegmentReply>(200, "The segment.", HasETag = true)]
    [Function(nameof(GetSegment))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "segments/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var organization = request.Caller().Organization;
        return SegmentId.TryParse(id, out var segment) && await segments.GetAsync(organization, segment, cancellation) is { } stored
            ? await answers.OkAsync(organization, stored, cancellation)
            : SegmentAnswers.NotFound(id);
    }
}
