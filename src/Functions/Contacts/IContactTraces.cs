using Cadenza.Domain.Contacts;

namespace Cadenza.Functions.Contacts;

/// <summary>What a feature keeps of contacts elsewhere than in this one, and removes when they are erased.</summary>
internal interface IContactTraces
{
    /// <summary>Removes what names an erased contact. Repeating it does no more.</summary>
    Task EraseAsync(OrganizationId organization, ContactId contact, CancellationToken cancellation);
}
