using Cadenza.Domain.Contacts;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Idempotency;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Contacts.Http.Segments;

/// <summary>POST /segments.</summary>
internal sealed class CreateSegment(SegmentStore segments, SegmentAnswers answers, AuditStore audit, TimeProvider clock)
{
    /// <summary>201 with the segment.</summary>
    [Operation(Tags.Segments, "Create a segment", "With a filter, whoever matches it belongs to the segment at any time; without one it is a list, empty at first.")]
    [Body<SegmentBody>]
    [Answer<SegmentReply>(201, "The segment.", HasLocation = true, HasETag = true)]
    [Refusal(409, "segment_too_deep", "The filter names segments that stand behind one another too deep.")]
    [Function(nameof(CreateSegment))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "segments")] HttpRequest request, CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request, SegmentBody.Read, cancellation);
        if (body.Problem is { } problem) return problem;
        var now = clock.GetUtcNow();
        var segment = new Segment(SegmentId.Create(request.NewId(now)), body.Value.Name, body.Value.Filter, now, now);
        var organization = request.Caller().Organization;
        // A repeat (G5) of a request that was carried out finds its own segment.
        if (request.MayHaveHappened() && await segments.GetAsync(organization, segment.Id, cancellation) is { } made) return await answers.CreatedAsync(organization, made, cancellation);
        if (await answers.CheckAsync(organization, segment, cancellation) is { } refusal) return refusal;
        var version = await segments.CreateAsync(organization, segment, cancellation);
        await audit.AppendAsync(SegmentAudit.Of("created", organization, segment, now, request), cancellation);
        return await answers.CreatedAsync(organization, new StoredSegment(segment, version, IsDeleted: false), cancellation);
    }
}
