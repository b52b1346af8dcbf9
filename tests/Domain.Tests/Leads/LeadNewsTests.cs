using Cadenza.Domain.Leads;

namespace Cadenza.Domain.Tests.Leads;

/// <summary>C8: what is told of a batch is what has not been told, each time under the same key.</summary>
public sealed class LeadNewsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void ANewBatch_TellsOfEachLeadOnce()
    {
        var batch = Batch(3, journalEntries: 0);

        Assert.True(UnpublishedLeadEvents.IsThere(batch, default));
        Assert.Equal(["lead.enrolled", "lead.enrolled", "lead.enrolled"], UnpublishedLeadEvents.Of(batch, default, []).Select(happening => happening.Type));
        Assert.False(UnpublishedLeadEvents.IsThere(batch, new PublishedLeadEvents(3, 0)));
    }

    [Fact]
    public void LeadsThatCameLater_AreToldOfWithoutTheOthers() =>
        Assert.Equal(["+14155550103", "+14155550104"], UnpublishedLeadEvents.Of(Batch(5, 0), new PublishedLeadEvents(3, 0), []).Select(happening => happening.Lead.Phone));

    [Fact]
    public void TheJournal_GivesStepsAndEnds_FromWhereItWasToldUpTo_AndNoFurtherThanTheBatchKnows()
    {
        var batch = Batch(2, journalEntries: 3);
        LeadJournalEntry[] journal = [Entry(0, ended: []), Entry(1, ended: []), Entry(2, ended: [1]), Entry(3, ended: [0])];

        var told = UnpublishedLeadEvents.Of(batch, new PublishedLeadEvents(2, 1), journal).ToList();

        Assert.Equal(["lead.step", "lead.step", "lead.completed"], told.Select(happening => happening.Type));
        Assert.Equal([0, 0, 1], told.Select(happening => batch.Leads.ToList().IndexOf(happening.Lead)));
        Assert.Equal(Start.AddMinutes(2), told[1].At);
    }

    [Fact]
    public void Keys_AreTheSameEachTime_AndDifferForWhateverHappened()
    {
        var batch = Batch(2, journalEntries: 2);
        LeadJournalEntry[] journal = [Entry(0, ended: [0]), Entry(1, ended: [1])];

        var keys = UnpublishedLeadEvents.Of(batch, default, journal).Select(happening => happening.Key).ToList();

        Assert.Equal(keys, UnpublishedLeadEvents.Of(batch, default, journal).Select(happening => happening.Key));
        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.Subset(keys.ToHashSet(), UnpublishedLeadEvents.Of(batch, new PublishedLeadEvents(1, 1), journal).Select(happening => happening.Key).ToHashSet());
    }

    private static LeadBatch Batch(int leads, int journalEntries) => new(
        7,
        [.. Enumerable.Range(0, leads).Select(place => new Lead(LeadId.Of(Start, 7, place, $"+1415555010{place}"), $"+1415555010{place}", new Dictionary<string, string>(), Start) { EndedAt = Start })],
        journalEntries);

    private static LeadJournalEntry Entry(int number, int[] ended) =>
        new(number, [new LeadPassage(0, "n", null, "TIME", "completed", null, Start, Start.AddMinutes(number))], ended);
}
