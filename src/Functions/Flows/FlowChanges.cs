using Cadenza.Domain.Flows;
using Cadenza.Functions.Flows.Storage;

namespace Cadenza.Functions.Flows;

/// <summary>Changes flows and versions that are there (E1, E3).</summary>
internal sealed class FlowChanges(FlowStore flows, LiveFlowCache catalogs)
{
    /// <summary>Changes what a version says.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="id">The version.</param>
    /// <param name="isWanted">Whether the version may be changed as it is now; asked again after a lost race.</param>
    /// <param name="change">The version after the change; the same object when nothing changes.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public Task<FlowEdit> UpdateAsync(
        OrganizationId organization, long id, Func<FlowView, bool> isWanted, Func<FlowVersion, FlowVersion> change, CancellationToken cancellation) =>
        EditAsync(organization, id, isWanted, async (counter, read, version) =>
        {
            var changed = change(version.Version);
            if (changed.Equals(version.Version)) return FlowEdit.Made(read.Flow, version.Version, isChanged: false);
            await flows.UpdateVersionAsync(organization, counter, version, changed, cancellation);
            return FlowEdit.Made(read.Flow, changed);
        }, cancellation);

    /// <summary>Makes a version live, and the one that was live archived, in one transaction. The live version again changes nothing.</summary>
    /// <inheritdoc cref="UpdateAsync"/>
    /// <param name="organization">The organization.</param>
    /// <param name="id">The version.</param>
    /// <param name="isWanted">Whether the version may be changed as it is now.</param>
    /// <param name="behavior">What becomes of the users of the version before.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public Task<FlowEdit> ActivateAsync(
        OrganizationId organization, long id, Func<FlowView, bool> isWanted, ArchiveBehavior behavior, CancellationToken cancellation) =>
        EditAsync(organization, id, isWanted, async (counter, read, version) =>
        {
            var changed = read.Flow.Activate(id, behavior);
            if (ReferenceEquals(changed, read.Flow)) return FlowEdit.Made(read.Flow, version.Version, isChanged: false);
            await flows.UpdateAsync(organization, counter, read, changed, cancellation);
            return FlowEdit.Made(changed, version.Version);
        }, cancellation);

    /// <summary>Deletes a version that is not live; with the last one the flow goes.</summary>
    /// <inheritdoc cref="UpdateAsync"/>
    public Task<FlowEdit> DeleteAsync(OrganizationId organization, long id, Func<FlowView, bool> isWanted, CancellationToken cancellation) =>
        EditAsync(organization, id, isWanted, async (counter, read, version) =>
        {
            if (read.Flow.Active?.Id == id) return FlowEdit.Refused(FlowRefusal.IsActive);
            await flows.DeleteVersionAsync(organization, counter, read, version, cancellation);
            return FlowEdit.Made(read.Flow, version.Version);
        }, cancellation);

    private async Task<FlowEdit> EditAsync(
        OrganizationId organization,
        long id,
        Func<FlowView, bool> isWanted,
        Func<FlowCounter, StoredFlow, StoredFlowVersion, Task<FlowEdit>> edit,
        CancellationToken cancellation)
    {
        var made = await OptimisticWrite.RunAsync(async () =>
        {
            // The counter first: what is read after it has not changed when the transaction finds the counter as it was.
            var counter = await flows.CounterAsync(organization, cancellation);
            if (await flows.GetVersionAsync(organization, id, cancellation) is not { } version
                || await flows.FindAsync(organization, version.Version.Flow, cancellation) is not { } read) return FlowEdit.Refused(FlowRefusal.NotFound);
            return isWanted(new FlowView(read.Flow, version.Version)) ? await edit(counter, read, version) : FlowEdit.Refused(FlowRefusal.Changed);
        });
        catalogs.Forget(organization);
        return made;
    }
}
