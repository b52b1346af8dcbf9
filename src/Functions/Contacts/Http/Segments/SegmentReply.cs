using System.ComponentModel;
using Cadenza.Domain.Contacts;
using Cadenza.Functions.Contacts.Segments;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;

namespace Cadenza.Functions.Contacts.Http.Segments;

/// <summary>A segment on the wire (B11).</summary>
internal sealed record SegmentReply(
    string Id,
    string Name,
    [Description("static for a list, filter for a saved filter.")] string Type,
    [Description("The saved filter; null for a list.")][WrittenLike(typeof(FilterBody), nameof(FilterBody.Read))] ContactsFilter? Filter,
    [Description("How many contacts belong to it now; null where a list of segments does not count those of a saved filter.")] int? ContactsCount,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    /// <summary>The segment as it is answered.</summary>
    public static SegmentReply Of(Segment segment, int? count) => new(
        segment.Id.ToString(),
        segment.Name,
        segment.IsStatic ? "static" : "filter",
        segment.Filter,
        count,
        segment.CreatedAt,
        segment.UpdatedAt);
}

/// <summary>A page of segments on the wire.</summary>
internal sealed record SegmentListReply(
    [Description("The segments of this page.")] IReadOnlyList<SegmentReply> Data,
    string? NextCursor);

/// <summary>What came of adding contacts to a list.</summary>
internal sealed record SegmentMembersReply(
    [Description("How many were added.")] int Added,
    [Description("How many were in the list before.")] int AlreadyMembers,
    [Description("Those that no contact has, as they were given.")] IReadOnlyList<string> Unknown);
