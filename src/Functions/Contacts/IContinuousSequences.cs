namespace Cadenza.Functions.Contacts;

/// <summary>Whether anybody waits for contacts that come to match a filter (B7).</summary>
internal interface IContinuousSequences
{
    /// <summary>Whether the organization has a continuous sequence that is active or paused, as stored now. Asked at most five times a second an organization.</summary>
    Task<bool> AnyAsync(OrganizationId organization, CancellationToken cancellation);
}
