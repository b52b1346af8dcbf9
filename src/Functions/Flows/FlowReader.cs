using System.Globalization;
using Cadenza.Domain.Flows;
using Cadenza.Functions.Flows.Storage;

namespace Cadenza.Functions.Flows;

/// <summary>Finds flows and versions (E3).</summary>
internal sealed class FlowReader(FlowStore flows)
{
    private const int ReadsAtOnce = 16;

    /// <summary>A numeric id, or null where a text is none: no sign, no spaces.</summary>
    public static long? NumericId(string text) =>
        text.Length <= 10 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>A version by its numeric id, or the current one of the flow with a slug.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="idOrSlug">The numeric id or slug.</param>
    /// <param name="number">The version number to answer instead; null for the one named, or the current one.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<FlowView?> FindAsync(OrganizationId organization, string idOrSlug, int? number, CancellationToken cancellation)
    {
        if (await FlowOfAsync(organization, idOrSlug, cancellation) is not { } flow) return null;
        var id = number is null ? NumericId(idOrSlug) ?? flow.Current.Id : flow.Versions.FirstOrDefault(version => version.Version == number)?.Id;
        return id is { } known ? await ViewAsync(organization, flow, known, cancellation) : null;
    }

    /// <summary>The versions of a flow, newest first; null when there is no such flow.</summary>
    public async Task<IReadOnlyList<FlowView>?> VersionsAsync(OrganizationId organization, string idOrSlug, CancellationToken cancellation) =>
        await FlowOfAsync(organization, idOrSlug, cancellation) is { } flow
            ? await ViewsAsync(organization, flow.Versions.Reverse().Select(version => (flow, version.Id)), cancellation)
            : null;

    /// <summary>A part of the organization's flows in the order of their creation, each by its current version.</summary>
    public async Task<IReadOnlyList<FlowView>> ListAsync(OrganizationId organization, int offset, int limit, CancellationToken cancellation)
    {
        var page = await flows.ListAsync(organization, cancellation).Skip(offset).Take(limit).ToListAsync(cancellation);
        return await ViewsAsync(organization, page.Select(stored => (stored.Flow, stored.Flow.Current.Id)), cancellation);
    }

    private async Task<Flow?> FlowOfAsync(OrganizationId organization, string idOrSlug, CancellationToken cancellation)
    {
        if (NumericId(idOrSlug) is not { } id) return (await flows.FindAsync(organization, idOrSlug, cancellation))?.Flow;
        return await flows.GetVersionAsync(organization, id, cancellation) is { } version
            ? (await flows.FindAsync(organization, version.Version.Flow, cancellation))?.Flow
            : null;
    }

    private async Task<IReadOnlyList<FlowView>> ViewsAsync(
        OrganizationId organization, IEnumerable<(Flow Flow, long Id)> versions, CancellationToken cancellation)
    {
        var views = new List<FlowView>();
        foreach (var chunk in versions.Chunk(ReadsAtOnce))
        {
            views.AddRange((await Task.WhenAll(chunk.Select(one => ViewAsync(organization, one.Flow, one.Id, cancellation)))).OfType<FlowView>());
        }

        return views;
    }

    private async Task<FlowView?> ViewAsync(OrganizationId organization, Flow flow, long id, CancellationToken cancellation) =>
        flow.Find(id) is not null && await flows.GetVersionAsync(organization, id, cancellation) is { } version ? new FlowView(flow, version.Version) : null;
}
