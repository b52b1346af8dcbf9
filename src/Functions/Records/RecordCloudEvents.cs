using Cadenza.Domain.Records;
using Cadenza.Functions.Events;

namespace Cadenza.Functions.Records;

/// <summary>Events of records as the rest of the app takes them (F1).</summary>
internal static class RecordCloudEvents
{
    /// <summary>The same event, as an organization's CloudEvent.</summary>
    public static CloudEvent Of(OrganizationId organization, RecordEvent happening) => new(
        happening.Id,
        $"/crm/{happening.Module.NameOf()}/{happening.Subject}",
        happening.Type,
        happening.Subject,
        happening.Time,
        organization.ToString(),
        happening.Data.ToJson());
}
