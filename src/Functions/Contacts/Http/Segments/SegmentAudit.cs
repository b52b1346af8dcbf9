using System.Text.Json.Nodes;
using Cadenza.Domain.Contacts;
using Cadenza.Functions.Platform.Auditing;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Contacts.Http.Segments;

/// <summary>What the audit log says of segments: names of members and how many contacts, never whom.</summary>
internal static class SegmentAudit
{
    /// <summary>A segment was made, changed or deleted.</summary>
    public static AuditEntry Of(string action, OrganizationId organization, Segment segment, DateTimeOffset at, HttpRequest request, params string[] changed) =>
        Entry(action, organization, segment.Id, at, request, changed.Length == 0 ? null : new JsonObject { ["changed"] = new JsonArray([.. changed.Select(name => (JsonNode?)name)]) });

    /// <summary>Contacts came into a list or left it.</summary>
    public static AuditEntry Members(string action, OrganizationId organization, SegmentId segment, int count, DateTimeOffset at, HttpRequest request) =>
        Entry(action, organization, segment, at, request, new JsonObject { ["contacts"] = count });

    private static AuditEntry Entry(
        string action, OrganizationId organization, SegmentId segment, DateTimeOffset at, HttpRequest request, JsonObject? after) =>
        new(organization, $"segments/{segment}", action, at, request.HttpContext.TraceIdentifier, AuditActor.Of(request), null, after);
}
