namespace Cadenza.Domain.Leads;

/// <summary>Leads that are kept and moved on together, each on its own way.</summary>
/// <param name="Ordinal">Counts the batches of a workflow from 0.</param>
/// <param name="Leads">The leads, each at its place for good.</param>
/// <param name="JournalEntries">How many entries its journal has: see <see cref="LeadJournalEntry"/>.</param>
public sealed record LeadBatch(int Ordinal, IReadOnlyList<Lead> Leads, int JournalEntries)
{
    /// <summary>The most leads: a transaction has a hundred rows, and takes the batch, an entry of its journal or with which import it came, and a row for each number.</summary>
    public const int MaxSize = 98;

    /// <summary>When there is something to do next, on the workflow's clock; null when nobody is on the way any more.</summary>
    public DateTimeOffset? DueAt => Leads.Where(lead => lead.IsLive).Min(lead => lead.DueAt);

    /// <summary>How many stand where.</summary>
    public LeadCounts Counts => LeadCounts.Of(Leads);

    /// <summary>How many leads are at each node.</summary>
    public IReadOnlyDictionary<string, int> AtNodes =>
        Leads.Where(lead => lead is { IsLive: true, Node: not null }).CountBy(lead => lead.Node!).ToDictionary();

    /// <summary>The batch with one lead changed.</summary>
    public LeadBatch With(Lead changed)
    {
        ArgumentNullException.ThrowIfNull(changed);
        return this with { Leads = [.. Leads.Select(lead => lead.Id == changed.Id ? changed : lead)] };
    }
}

/// <summary>How many leads stand where.</summary>
public readonly record struct LeadCounts(int Pending, int InProgress, int Completed, int Removed, int Failed)
{
    /// <summary>Everybody who was ever enrolled.</summary>
    public int Total => Pending + InProgress + Completed + Removed + Failed;

    /// <summary>Those who were enrolled and not taken out.</summary>
    public int Enrolled => Total - Removed;

    /// <summary>Counts leads.</summary>
    public static LeadCounts Of(IEnumerable<Lead> leads)
    {
        ArgumentNullException.ThrowIfNull(leads);
        var by = leads.CountBy(lead => lead.Status).ToDictionary();
        return new(
            by.GetValueOrDefault(LeadStatus.Pending),
            by.GetValueOrDefault(LeadStatus.InProgress),
            by.GetValueOrDefault(LeadStatus.Completed),
            by.GetValueOrDefault(LeadStatus.Removed),
            by.GetValueOrDefault(LeadStatus.Failed));
    }

    /// <summary>How many have a status; all of them without one.</summary>
    public int Of(LeadStatus? status) => status switch
    {
        LeadStatus.Pending => Pending,
        LeadStatus.InProgress => InProgress,
        LeadStatus.Completed => Completed,
        LeadStatus.Removed => Removed,
        LeadStatus.Failed => Failed,
        _ => Total,
    };

    /// <summary>The sum of two counts.</summary>
    public static LeadCounts operator +(LeadCounts left, LeadCounts right) => Add(left, right);

    /// <summary>The sum of two counts.</summary>
    public static LeadCounts Add(LeadCounts left, LeadCounts right) => new(
        left.Pending + right.Pending,
        left.InProgress + right.InProgress,
        left.Completed + right.Completed,
        left.Removed + right.Removed,
        left.Failed + right.Failed);
}
