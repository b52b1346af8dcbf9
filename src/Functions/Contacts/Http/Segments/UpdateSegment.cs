using Cadenza.Domain.Contacts;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Contacts.Http.Segments;

/// <summary>PATCH /segments/{id}.</summary>
internal sealed class UpdateSegment(SegmentStore segments, SegmentAnswers answers, AuditStore audit, TimeProvider clock)
{
    /// <summary>200 with the segment.</summary>
    [Operation(Tags.Segments, "Change a segment", "What is omitted stays. A list stays a list.")]
    [Body<SegmentPatch>]
    [Conditional]
    [Answer<SegmentReply>(200, "The segment.", HasETag = true)]
    [Refusal(409, "segment_is_list", "A list cannot get a filter.")]
    [Refusal(409, "segment_circle", "The filter names segments that lead back to this one.")]
    [Refusal(409, "segment_too_deep", "The filter names segments that stand behind one another too deep.")]
    [Function(nameof(UpdateSegment))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "segments/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request, SegmentPatch.Read, cancellation);
        if (body.Problem is { } problem) return problem;
        var organization = request.Caller().Organization;
        return await OptimisticWrite.RunAsync(async () =>
        {
            if (!SegmentId.TryParse(id, out var segment) || await segments.GetAsync(organization, segment, cancellation) is not { } read)
                return SegmentAnswers.NotFound(id);
            if (IfMatch.Of(request).Check(EntityTag.Of(read.Version)) is { } stale) return stale;
            return await UpdateAsync(request, read, body.Value, cancellation);
        });
    }

    private async Task<IResult> UpdateAsync(HttpRequest request, StoredSegment read, SegmentPatch patch, CancellationToken cancellation)
    {
        var organization = request.Caller().Organization;
        if (read.Segment.IsStatic && !patch.Filter.IsOmitted) return Problem.Conflict("segment_is_list", "A list of contacts cannot get a filter; create another segment.");
        var changed = patch.Apply(read.Segment, clock.GetUtcNow());
        if (!patch.Filter.IsOmitted && await answers.CheckAsync(organization, changed, cancellation) is { } refusal) return refusal;
        var version = await segments.UpdateAsync(organization, read, changed, cancellation);
        await audit.AppendAsync(SegmentAudit.Of("updated", organization, changed, changed.UpdatedAt, request, patch.Members()), cancellation);
        return await answers.OkAsync(organization, new StoredSegment(changed, version, IsDeleted: false), cancellation);
    }
}
