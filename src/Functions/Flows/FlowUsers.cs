using Cadenza.Domain.Flows;
using Cadenza.Domain.Flows.Targeting;
using Cadenza.Functions.Flows.Storage;

namespace Cadenza.Functions.Flows;

/// <summary>Where a user is.</summary>
/// <param name="GroupId">The group in whose name, or null.</param>
/// <param name="Url">The page the user looks at, or null.</param>
internal sealed record FlowUserLocation(string? GroupId, string? Url);

/// <summary>The users and groups of flows (E4).</summary>
internal sealed class FlowUsers(FlowUserStore users, LiveFlowCache catalogs, TimeProvider clock)
{
    private static readonly FlowUserRows Nothing = new(null, new Dictionary<long, StoredUserProgress>());

    /// <summary>A user before the flows of an organization. One that nobody has heard of has no properties.</summary>
    public async Task<FlowUser> FindAsync(OrganizationId organization, string userId, CancellationToken cancellation)
    {
        var catalog = await catalogs.GetAsync(organization, cancellation);
        return new FlowUser(userId, catalog, await users.ReadAsync(organization, userId, cancellation));
    }

    /// <summary>What targeting sees of a user.</summary>
    public async Task<TargetingSubject> SubjectAsync(OrganizationId organization, FlowUser user, FlowUserLocation place, CancellationToken cancellation)
    {
        var group = place.GroupId is { } id ? await users.GetAsync(organization, ProfileKind.Group, id, cancellation) : null;
        return user.Subject(group?.Profile, place.GroupId, place.Url, clock.GetUtcNow());
    }

    /// <summary>A user of whom nothing is known, to try targeting on.</summary>
    public async Task<FlowUser> StrangerAsync(OrganizationId organization, CancellationToken cancellation) =>
        new("", await catalogs.GetAsync(organization, cancellation), Nothing);

    /// <summary>Changes what is known of a user or group, which is made when there is none. Idempotent by the change's key.</summary>
    /// <returns>It afterwards; null when it would hold more than it may, and nothing is stored.</returns>
    public Task<FlowProfile?> ChangeAsync(OrganizationId organization, ProfileKind kind, string id, ProfileChange change, CancellationToken cancellation) =>
        OptimisticWrite.RunAsync(async () =>
        {
            var now = clock.GetUtcNow();
            var read = await users.GetAsync(organization, kind, id, cancellation);
            var before = read?.Profile ?? FlowProfile.New(id, now);
            var after = before.Apply(change, now);
            if (read is not null && ReferenceEquals(before, after)) return after;
            if (!after.IsWithinLimits) return null;
            await users.SaveAsync(organization, kind, read, after, cancellation);
            return after;
        });

    /// <summary>Forgets a user: properties, events and progress.</summary>
    /// <returns>Whether there was anything to forget.</returns>
    public Task<bool> ForgetAsync(OrganizationId organization, string userId, CancellationToken cancellation) =>
        // What is written meanwhile has to go as well.
        OptimisticWrite.RunAsync(() => users.DeleteAsync(organization, userId, cancellation));
}
