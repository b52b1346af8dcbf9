using System.ComponentModel;
using System.Text.Json.Nodes;

namespace Cadenza.Functions.Platform.Auditing.Http;

/// <summary>A page of the audit log on the wire.</summary>
internal sealed record AuditReply(IReadOnlyList<AuditEntryReply> Data, string? NextCursor);

/// <summary>One change on the wire.</summary>
internal sealed record AuditEntryReply(
    [Description("What tells the entry from the resource's others.")] string Id,
    [Description("Kind and id of what was changed, as in its path.")] string Resource,
    [Description("What was done: created, updated, paused ...")] string Action,
    [Description("When.")] DateTimeOffset At,
    [Description("The key that was used; null when the app did it of its own accord.")] string? KeyId,
    [Description("What that key was called.")] string? KeyName,
    [Description("The request, as its answer's `x-request-id` named it.")] string? RequestId,
    [Description("Why, as the request's header `x-audit-reason` had it.")] string? Reason,
    [Description("What was changed, as it was; null for a new resource.")] JsonObject? Before,
    [Description("The same as it was afterwards; null for a resource that is gone.")] JsonObject? After)
{
    /// <summary>The entry as it is answered.</summary>
    public static AuditEntryReply Of(string id, AuditEntry entry) => new(
        id,
        entry.Resource,
        entry.Action,
        entry.At,
        entry.Actor.KeyId,
        entry.Actor.KeyName,
        entry.Actor.RequestId,
        entry.Actor.Reason,
        entry.Before,
        entry.After);
}
