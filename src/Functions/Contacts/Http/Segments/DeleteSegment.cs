using Cadenza.Domain.Contacts;
using Cadenza.Functions.Contacts.Segments;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Contacts.Http.Segments;

/// <summary>DELETE /segments/{id}.</summary>
internal sealed class DeleteSegment(SegmentStore segments, SegmentMembers members, AuditStore audit, TimeProvider clock)
{
    /// <summary>204. Nobody belongs to it from then on; filters that name it match nobody by it. Repeating it finishes what a crash cut short.</summary>
    [Operation(Tags.Segments, "Delete a segment", "The contacts stay. Filters that name the segment match nobody by it.")]
    [Conditional]
    [Answer(204, "It is gone.")]
    [Function(nameof(DeleteSegment))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "segments/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var organization = request.Caller().Organization;
        return OptimisticWrite.RunAsync<IResult>(async () =>
        {
            if (!SegmentId.TryParse(id, out var segment) || await segments.FindAsync(organization, segment, cancellation) is not { } read)
                return SegmentAnswers.NotFound(id);
            if (!read.IsDeleted && IfMatch.Of(request).Check(EntityTag.Of(read.Version)) is { } stale) return stale;
            await members.DeleteAsync(organization, read, cancellation);
            await audit.AppendAsync(SegmentAudit.Of("deleted", organization, read.Segment, clock.GetUtcNow(), request), cancellation);
            return Reply.NoContent();
        });
    }
}
