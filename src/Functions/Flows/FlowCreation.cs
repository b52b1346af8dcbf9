using System.Security.Cryptography;
using Cadenza.Domain.Flows;
using Cadenza.Functions.Flows.Storage;

namespace Cadenza.Functions.Flows;

/// <summary>What a new flow or version says.</summary>
internal sealed record FlowContent(
    string Name,
    string? Description,
    FlowType Type,
    bool IsShown,
    string TargetingLogic,
    string Data,
    CompletionBehavior Completion,
    FlowTrigger Trigger);

/// <summary>Makes flows and versions (E3).</summary>
internal sealed class FlowCreation(FlowStore flows, LiveFlowCache catalogs)
{
    private const int Attempts = 8;

    /// <summary>Makes a flow with a draft. Made again by the same maker, it is found instead.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="content">The content.</param>
    /// <param name="slug">Its slug; null for one that nobody can guess.</param>
    /// <param name="maker">Names the request.</param>
    /// <param name="now">The current time.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<FlowEdit> CreateAsync(
        OrganizationId organization, FlowContent content, string? slug, Guid maker, DateTimeOffset now, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var chosen = slug ?? FlowSlug.Create(SHA256.HashData([.. maker.ToByteArray(), (byte)attempt]));
            var edit = await OptimisticWrite.RunAsync(() => TryCreateAsync(organization, content, chosen, maker, now, cancellation));
            catalogs.Forget(organization);
            if (slug is not null || edit.Refusal != FlowRefusal.SlugTaken) return edit;
        }

        throw new InvalidOperationException("No free slug was found.");
    }

    /// <summary>Makes a draft of a flow, as a copy of one of its versions.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="id">The version to copy.</param>
    /// <param name="maker">Names the request.</param>
    /// <param name="now">The current time.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<FlowEdit> CopyAsync(OrganizationId organization, long id, Guid maker, DateTimeOffset now, CancellationToken cancellation)
    {
        var edit = await OptimisticWrite.RunAsync(() => TryCopyAsync(organization, id, maker, now, cancellation));
        catalogs.Forget(organization);
        return edit;
    }

    private async Task<FlowEdit> TryCreateAsync(
        OrganizationId organization, FlowContent content, string slug, Guid maker, DateTimeOffset now, CancellationToken cancellation)
    {
        var counter = await flows.CounterAsync(organization, cancellation);
        if (await flows.FindAsync(organization, slug, cancellation) is { } taken)
        {
            return await flows.GetVersionAsync(organization, taken.Flow.Ordinal, cancellation) is { } first && first.Version.Maker == maker
                ? FlowEdit.Made(taken.Flow, first.Version, isChanged: false)
                : FlowEdit.Refused(FlowRefusal.SlugTaken);
        }

        var flow = Flow.Create(counter.NextId, slug, content.Type, now);
        var version = VersionOf(counter.NextId, flow.Ordinal, content, maker, now);
        await flows.CreateAsync(organization, counter, flow, version, cancellation);
        return FlowEdit.Made(flow, version);
    }

    private async Task<FlowEdit> TryCopyAsync(OrganizationId organization, long id, Guid maker, DateTimeOffset now, CancellationToken cancellation)
    {
        var counter = await flows.CounterAsync(organization, cancellation);
        if (await flows.GetVersionAsync(organization, id, cancellation) is not { } source
            || await flows.FindAsync(organization, source.Version.Flow, cancellation) is not { } read) return FlowEdit.Refused(FlowRefusal.NotFound);
        if (read.Flow.Draft is { } draft)
        {
            return await flows.GetVersionAsync(organization, draft.Id, cancellation) is { } present && present.Version.Maker == maker
                ? FlowEdit.Made(read.Flow, present.Version, isChanged: false)
                : FlowEdit.Refused(FlowRefusal.DraftExists);
        }

        if (read.Flow.Versions.Count >= Flow.MaxVersions) return FlowEdit.Refused(FlowRefusal.TooManyVersions);
        var changed = read.Flow.WithDraft(counter.NextId);
        var version = source.Version with { Id = counter.NextId, Maker = maker, CreatedAt = now, ModifiedAt = now };
        await flows.AddVersionAsync(organization, counter, read, changed, version, cancellation);
        return FlowEdit.Made(changed, version);
    }

    private static FlowVersion VersionOf(long id, long flow, FlowContent content, Guid maker, DateTimeOffset now) => new(
        id,
        flow,
        content.Name,
        content.Description,
        content.Type,
        content.IsShown,
        content.TargetingLogic,
        content.Data,
        content.Completion,
        content.Trigger,
        maker,
        now,
        now);
}
