using System.Text.Json.Nodes;
using Cadenza.Domain.Records;
using Cadenza.Functions.Platform.Auditing;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Records.Http;

/// <summary>What the audit log says of records: names of changed fields, never a value.</summary>
internal static class RecordAudit
{
    /// <summary>A record was made or changed.</summary>
    public static AuditEntry Of(string action, OrganizationId organization, VersionedRecord kept, HttpRequest request, IEnumerable<string> changed) => new(
        organization,
        Resource(kept.Record.Module, kept.Record.Id),
        action,
        kept.Record.UpdatedAt,
        kept.Tag.ToString(),
        AuditActor.Of(request),
        null,
        new JsonObject { ["changed"] = new JsonArray([.. changed.Select(name => (JsonNode?)name)]) });

    /// <summary>A record was deleted.</summary>
    public static AuditEntry Deleted(OrganizationId organization, RecordModule module, RecordId id, DateTimeOffset at, HttpRequest request) =>
        new(organization, Resource(module, id), "deleted", at, "deleted", AuditActor.Of(request), null, null);

    // A contact has the same over both surfaces.
    private static string Resource(RecordModule module, RecordId id) => $"{module.NameOf()}/{id}";
}
