using Cadenza.Functions.Contacts.Segments;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Paging;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Contacts.Http.Segments;

/// <summary>GET /segments.</summary>
internal sealed class ListSegments(SegmentStore segments, SegmentMembers members, Cursors cursors)
{
    /// <summary>200 with a page of segments in the order of their creation.</summary>
    [Operation(Tags.Segments, "List segments", "Answers segments in the order of their creation. Contacts of saved filters are counted only where one segment is read.")]
    [Paged]
    [Answer<SegmentListReply>(200, "A page of segments.")]
    [Function(nameof(ListSegments))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "segments")] HttpRequest request, CancellationToken cancellation)
    {
        var organization = request.Caller().Organization;
        var list = $"{organization}/segments";
        var page = PageRequest.Of(request, cursors, list);
        if (page.Problem is { } problem) return problem;
        var found = new List<StoredSegment>();
        await foreach (var stored in segments.ListAsync(organization, page.Value.Position, cancellation))
        {
            found.Add(stored);
            if (found.Count > page.Value.Limit) break;
        }

        var isMore = found.Count > page.Value.Limit;
        if (isMore) found.RemoveAt(page.Value.Limit);
        var replies = await Task.WhenAll(found.Select(async stored => SegmentReply.Of(
            stored.Segment, stored.Segment.IsStatic ? await members.CountAsync(organization, stored.Segment, cancellation) : null)));
        var reply = new SegmentListReply(replies, isMore ? cursors.Seal(list, found[^1].Segment.Id.ToString()) : null);
        return Reply.Ok(reply, ContactsJson.Default.SegmentListReply);
    }
}
