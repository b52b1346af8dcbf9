using Cadenza.Domain.Contacts;
using Cadenza.Functions.Contacts.Storage;

namespace Cadenza.Functions.Contacts.Segments;

/// <summary>
/// Looks up what a filter's names of segments and sequences stand for: a point read a name, or two for a custom id. A name
/// that stands for nothing is a set of nobody. Saved filters are followed to <see cref="Segment.MaxDepth"/>; what lies
/// deeper, or leads back to itself, is nobody too. Writing refuses both, but two writes at the same time can slip past.
/// </summary>
internal sealed class FilterResolver(SegmentStore segments, ISequenceNames sequences)
{
    /// <summary>Resolves a filter.</summary>
    public async Task<ResolvedFilter> ResolveAsync(OrganizationId organization, ContactsFilter? filter, CancellationToken cancellation)
    {
        var run = new Run(organization, cancellation);
        if (filter is not null) await FollowAsync(run, filter, depth: 0);
        return new ResolvedFilter(filter, run.Segments, run.Sequences, run.SavedFilters);
    }

    private async Task FollowAsync(Run run, ContactsFilter filter, int depth)
    {
        foreach (var name in filter.SequenceNames())
        {
            if (run.Sequences.ContainsKey(name)) continue;
            if (await sequences.FindIdAsync(run.Organization, name, run.Cancellation) is { } found) run.Sequences[name] = MemberSet.OfSequence(found);
        }

        foreach (var name in filter.SegmentNames())
        {
            if (!SegmentId.TryParse(name, out var id)) continue;
            if (run.Path.Contains(id)) run.Loops.Add(id);
            else await FollowAsync(run, name, id, depth);
        }
    }

    private async Task FollowAsync(Run run, string name, SegmentId id, int depth)
    {
        if (run.Segments.ContainsKey(name) || run.SavedFilters.ContainsKey(name)) return;
        if (await segments.GetAsync(run.Organization, id, run.Cancellation) is not { Segment: var segment }) return;
        if (segment.Filter is not { } saved)
        {
            run.Segments[name] = MemberSet.OfSegment(id);
            return;
        }

        if (depth == Segment.MaxDepth) return;
        run.Path.Add(id);
        await FollowAsync(run, saved, depth + 1);
        run.Path.Remove(id);
        // A filter that leads back to itself has no meaning: its segment is left without members, which cuts the circle.
        if (!run.Loops.Contains(id)) run.SavedFilters[name] = saved;
    }

    private sealed record Run(OrganizationId Organization, CancellationToken Cancellation)
    {
        public Dictionary<string, MemberSet> Segments { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, MemberSet> Sequences { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, ContactsFilter?> SavedFilters { get; } = new(StringComparer.Ordinal);

        public HashSet<SegmentId> Path { get; } = [];

        public HashSet<SegmentId> Loops { get; } = [];
    }
}
