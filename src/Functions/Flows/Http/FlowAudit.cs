using System.Text.Json.Nodes;
using Cadenza.Domain.Flows;
using Cadenza.Functions.Platform.Auditing;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Flows.Http;

/// <summary>What the audit log says of flows: versions and names of members, never whom.</summary>
internal static class FlowAudit
{
    /// <summary>A version was made, changed or deleted.</summary>
    public static AuditEntry Of(
        string action, OrganizationId organization, Flow flow, long id, DateTimeOffset at, HttpRequest request, JsonObject? more = null)
    {
        var after = more ?? [];
        after["id"] = id;
        return new(organization, $"flows/{flow.Slug}", action, at, request.HttpContext.TraceIdentifier, AuditActor.Of(request), null, after);
    }

    /// <summary>Which members were changed.</summary>
    public static JsonObject Changed(params string[] members) => new() { ["changed"] = new JsonArray([.. members.Select(name => (JsonNode?)name)]) };
}
