namespace Cadenza.Domain.Leads;

/// <summary>Brings together what was done with leads and what others did with their batch meanwhile.</summary>
public static class LeadBatchMerge
{
    /// <summary>
    /// The batch as it is stored now, with the changes of those leads that nobody else has changed. Where somebody has (took a
    /// lead out, brought the result of its call), that stands.
    /// </summary>
    /// <param name="read">The batch as it was read.</param>
    /// <param name="changed">What was made of it.</param>
    /// <param name="passages">The passages made.</param>
    /// <param name="stored">The batch as it is stored now.</param>
    /// <returns>The batch to store, with the passages that stand.</returns>
    public static (LeadBatch Batch, IReadOnlyList<LeadPassage> Passages) Onto(
        LeadBatch read, LeadBatch changed, IReadOnlyList<LeadPassage> passages, LeadBatch stored)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(changed);
        ArgumentNullException.ThrowIfNull(stored);
        var untouched = stored.Leads.Select((lead, place) => place < read.Leads.Count && IsSame(lead, read.Leads[place])).ToList();
        return (
            stored with { Leads = [.. stored.Leads.Select((lead, place) => untouched[place] ? changed.Leads[place] : lead)] },
            [.. passages.Where(passage => untouched[passage.Place])]);
    }

    private static bool IsSame(Lead one, Lead other) =>
        (one.Status, one.Node, one.Visits, one.Stage, one.Attempts) == (other.Status, other.Node, other.Visits, other.Stage, other.Attempts);
}
