using Cadenza.Domain.Contacts;
using Cadenza.Functions.Contacts.Segments;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Contacts.Http.Segments;

/// <summary>The answers that the functions of this folder give alike.</summary>
internal sealed class SegmentAnswers(SegmentMembers members, SegmentReferences references)
{
    /// <summary>200 with the segment and its count.</summary>
    public async Task<IResult> OkAsync(OrganizationId organization, StoredSegment stored, CancellationToken cancellation)
    {
        var count = await members.CountAsync(organization, stored.Segment, cancellation);
        return Reply.Ok(SegmentReply.Of(stored.Segment, count), ContactsJson.Default.SegmentReply, EntityTag.Of(stored.Version));
    }

    /// <summary>201 with the segment and its count.</summary>
    public async Task<IResult> CreatedAsync(OrganizationId organization, StoredSegment stored, CancellationToken cancellation)
    {
        var count = await members.CountAsync(organization, stored.Segment, cancellation);
        return Reply.Created(
            $"/segments/{stored.Segment.Id}", SegmentReply.Of(stored.Segment, count), ContactsJson.Default.SegmentReply, EntityTag.Of(stored.Version));
    }

    /// <summary>409 when the filter leads back to the segment itself, or too far; else null.</summary>
    public async Task<Problem?> CheckAsync(OrganizationId organization, Segment segment, CancellationToken cancellation)
    {
        if (segment.Filter is not { } filter) return null;
        return await references.CheckAsync(organization, segment.Id, filter, cancellation) switch
        {
            ReferenceFault.Circle => Refused("segment_circle", "The filter names segments that lead back to this one."),
            ReferenceFault.TooDeep => Refused("segment_too_deep", $"The filter names segments that stand behind one another more than {Segment.MaxDepth} deep."),
            _ => null,
        };
    }

    /// <summary>The answer 404: there is none with this id.</summary>
    public static Problem NotFound(string id) => Problem.NotFound("segment", id);

    /// <summary>409: its members follow from its filter.</summary>
    public static Problem NotAList() => Problem.Conflict("segment_has_filter", "Who belongs to this segment follows from its filter.");

    private static Problem Refused(string code, string detail) => Problem.Conflict(code, detail) with
    {
        Errors = new Dictionary<string, string[]> { ["/filter"] = ["names segments that it must not"] },
    };
}
