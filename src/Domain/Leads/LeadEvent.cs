namespace Cadenza.Domain.Leads;

/// <summary>What can be told of leads to whoever asked for it.</summary>
public static class LeadEventTypes
{
    /// <summary>A lead was enrolled.</summary>
    public const string Enrolled = "lead.enrolled";

    /// <summary>A lead has left a node.</summary>
    public const string Step = "lead.step";

    /// <summary>A lead's way has ended: at an end, by a failure, or because a user took it out.</summary>
    public const string Completed = "lead.completed";

    /// <summary>Every type.</summary>
    public static IReadOnlyList<string> All { get; } = [Enrolled, Step, Completed];
}

/// <summary>Something that happened to a lead.</summary>
/// <param name="Type">One of <see cref="LeadEventTypes"/>.</param>
/// <param name="Key">What tells it from everything else that happened in the workflow; the same however often it is told.</param>
/// <param name="At">When it happened.</param>
/// <param name="Lead">The lead, as it is by now.</param>
/// <param name="Passage">The node that was left, of a <see cref="LeadEventTypes.Step"/>; else null.</param>
public sealed record LeadEvent(string Type, string Key, DateTimeOffset At, Lead Lead, LeadPassage? Passage);

/// <summary>What one change of a batch did.</summary>
/// <param name="Number">Counts the changes of the batch that are kept, from 0.</param>
/// <param name="Passages">The nodes that leads left.</param>
/// <param name="Ended">The places of the leads whose way ended.</param>
public sealed record LeadJournalEntry(int Number, IReadOnlyList<LeadPassage> Passages, IReadOnlyList<int> Ended);

/// <summary>How much of what happened to a batch has been told.</summary>
/// <param name="Leads">Of how many leads it was told that they are enrolled.</param>
/// <param name="Journal">How many entries of the journal were told.</param>
public readonly record struct PublishedLeadEvents(int Leads, int Journal);

/// <summary>Finds what is still to be told of a batch.</summary>
public static class UnpublishedLeadEvents
{
    /// <summary>Whether there may be anything.</summary>
    public static bool IsThere(LeadBatch batch, PublishedLeadEvents told)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return told.Leads < batch.Leads.Count || told.Journal < batch.JournalEntries;
    }

    /// <summary>What happened since then, each lead's in its order.</summary>
    /// <param name="batch">The batch as it is by now.</param>
    /// <param name="told">What was told.</param>
    /// <param name="journal">The entries of the journal from there on; later ones than the batch knows of are for the next time.</param>
    public static IEnumerable<LeadEvent> Of(LeadBatch batch, PublishedLeadEvents told, IEnumerable<LeadJournalEntry> journal)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(journal);
        var enrolled = batch.Leads.Skip(told.Leads).Select(lead => new LeadEvent(LeadEventTypes.Enrolled, $"{lead.Id}/enrolled", lead.EnrolledAt, lead, null));
        return enrolled.Concat(journal.Where(entry => entry.Number >= told.Journal && entry.Number < batch.JournalEntries).SelectMany(entry => Of(batch, entry)));
    }

    private static IEnumerable<LeadEvent> Of(LeadBatch batch, LeadJournalEntry entry)
    {
        var steps = entry.Passages.Select((passage, index) => new LeadEvent(
            LeadEventTypes.Step, $"{batch.Ordinal}/{entry.Number}/{index}", passage.ExitedAt, batch.Leads[passage.Place], passage));
        var ended = entry.Ended.Select(place => batch.Leads[place]).Select(lead => new LeadEvent(
            LeadEventTypes.Completed, $"{lead.Id}/completed", lead.EndedAt ?? lead.EnrolledAt, lead, null));
        return steps.Concat(ended);
    }
}
