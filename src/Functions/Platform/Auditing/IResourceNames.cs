namespace Cadenza.Functions.Platform.Auditing;

/// <summary>Finds resources by other names than those the audit log has them under.</summary>
internal interface IResourceNames
{
    /// <summary>The resource as the audit log names it, <c>sequences/{id}</c>; null when the name given stands for nothing else.</summary>
    Task<string?> FindAsync(OrganizationId organization, string resource, CancellationToken cancellation);
}
