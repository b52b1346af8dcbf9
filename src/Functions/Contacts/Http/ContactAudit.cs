using System.Text.Json.Nodes;
using Cadenza.Domain.Contacts;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Platform.Auditing;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Contacts.Http;

/// <summary>
/// What the audit log says of contacts: names of changed members, never a value. Creating one has no entry: its row says
/// when, and an entry would double what creating costs.
/// </summary>
internal static class ContactAudit
{
    /// <summary>Members of a contact were changed.</summary>
    public static AuditEntry Updated(OrganizationId organization, StoredContact stored, IEnumerable<string> members, HttpRequest request) => new(
        organization,
        Resource(stored.Contact.Id),
        "updated",
        stored.Contact.UpdatedAt,
        stored.Version.ToString(),
        AuditActor.Of(request),
        null,
        new JsonObject { ["changed"] = new JsonArray([.. members.Select(name => (JsonNode?)name)]) });

    /// <summary>The person followed the link in a mail.</summary>
    public static AuditEntry Unsubscribed(OrganizationId organization, Contact contact, HttpRequest request) => new(
        organization,
        Resource(contact.Id),
        "unsubscribed",
        contact.UpdatedAt,
        "link",
        AuditActor.App with { RequestId = request.HttpContext.TraceIdentifier },
        null,
        new JsonObject { ["changed"] = new JsonArray("unsubscribed") });

    /// <summary>A contact was erased.</summary>
    public static AuditEntry Erased(OrganizationId organization, ContactId contact, DateTimeOffset at, HttpRequest request) =>
        new(organization, Resource(contact), "erased", at, "erased", AuditActor.Of(request), null, null);

    private static string Resource(ContactId contact) => $"contacts/{contact}";
}
