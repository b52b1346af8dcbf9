using Cadenza.Functions.Platform.Caching;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Platform.Security.Keys;

namespace Cadenza.Functions.Workflows.Events;

/// <summary>Whose the events of a queue are (F1): of an organization that there is.</summary>
internal sealed class EventOwners(SecurityOptions security, KeyStore keys)
{
    private const int MaxKnown = 10_000;
    private readonly BoundedCache<OrganizationId, bool> _known = new(MaxKnown);

    /// <summary>Whose an event is that does not say: the bootstrap key's organization.</summary>
    public OrganizationId Usual => security.Organization;

    /// <summary>Whether there is such an organization. One that there is stays, so it is looked up once.</summary>
    public async ValueTask<bool> IsKnownAsync(OrganizationId organization, CancellationToken cancellation)
    {
        if (organization == Usual || _known.TryGet(organization, out _)) return true;
        if (!await keys.HasOrganizationAsync(organization, cancellation)) return false;
        _known.Keep(organization, true);
        return true;
    }
}
