using Cadenza.Domain.Organizations;

namespace Cadenza.Functions.Contacts;

/// <summary>Whether anybody waits for contacts that come to match a filter (B7).</summary>
internal interface IContinuousSequences
{
    /// <summary>Whether the organization has an active continuous sequence. Asked at most twice a second an organization.</summary>
    ValueTask<bool> AnyAsync(OrganizationId organization, CancellationToken cancellation);
}
