using Cadenza.Domain.Contacts;
using Cadenza.Functions.Contacts.Storage;

namespace Cadenza.Functions.Contacts.Segments;

/// <summary>What is wrong with the segments that a saved filter names.</summary>
internal enum ReferenceFault
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>They lead back to the segment whose filter it is.</summary>
    Circle,

    /// <summary>They stand behind one another further than <see cref="Segment.MaxDepth"/>.</summary>
    TooDeep,
}

/// <summary>Follows the segments that a saved filter names, each once.</summary>
internal sealed class SegmentReferences(SegmentStore segments)
{
    /// <summary>What is wrong, judged by the segments as they are stored now.</summary>
    public async Task<ReferenceFault> CheckAsync(
        OrganizationId organization, SegmentId self, ContactsFilter filter, CancellationToken cancellation)
    {
        var seen = new HashSet<SegmentId>();
        List<ContactsFilter> level = [filter];
        for (var depth = 1; level.Count > 0; depth++)
        {
            var names = level.SelectMany(one => one.SegmentNames())
                .Select(name => SegmentId.TryParse(name, out var id) ? id : (SegmentId?)null)
                .OfType<SegmentId>()
                .Distinct()
                .ToList();
            if (names.Contains(self)) return ReferenceFault.Circle;
            var next = new List<ContactsFilter>();
            foreach (var id in names.Where(seen.Add))
            {
                if (await segments.GetAsync(organization, id, cancellation) is { Segment.Filter: { } inner }) next.Add(inner);
            }

            if (next.Count > 0 && depth == Segment.MaxDepth) return ReferenceFault.TooDeep;
            level = next;
        }

        return ReferenceFault.None;
    }
}
