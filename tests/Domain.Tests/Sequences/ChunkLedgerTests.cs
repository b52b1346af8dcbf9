using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Sequences;

namespace Cadenza.Domain.Tests.Sequences;

/// <summary>B9: what one row says of the messages to a chunk, whoever writes it and in whatever order.</summary>
public sealed class ChunkLedgerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    private readonly ContactId _ada = ContactId.Create(Guid.CreateVersion7(), 1);
    private readonly ContactId _bob = ContactId.Create(Guid.CreateVersion7(), 1);

    [Fact]
    public void With_WhenAnEntryIsThere_ReplacesItAndKeepsTheOthers()
    {
        var reserved = ChunkLedger.Empty.With([LedgerEntry.Reserve(_ada), LedgerEntry.Reserve(_bob)], Now);
        var noted = reserved.With([Sent(_ada)], Now.AddSeconds(1));

        Assert.Equal((Sent(_ada), Now.AddSeconds(1)), (noted.Find(_ada)!.Entry, noted.Find(_ada)!.At));
        Assert.Equal((LedgerEntry.Reserve(_bob), Now), (noted.Find(_bob)!.Entry, noted.Find(_bob)!.At));
        Assert.Equal(LedgerStatus.Pending, reserved.Find(_ada)!.Entry.Status);
        Assert.Equal(new DeliveryCounts(1, 0, 0, 0), noted.Counts);
    }

    public static TheoryData<string, LedgerEntry, LedgerEntry, bool> Meetings
    {
        get
        {
            var contact = ContactId.Create(Guid.CreateVersion7(), 1);
            var reserved = LedgerEntry.Reserve(contact);
            var failed = reserved with { Status = LedgerStatus.Failed, Reason = "refused" };
            var retried = reserved with { Attempts = 2 };
            var reopened = failed.Reopen(Guid.NewGuid(), Now);
            var sent = Sent(contact);
            return new TheoryData<string, LedgerEntry, LedgerEntry, bool>
            {
                { "the reservation itself", reserved, failed, true },
                { "somebody gave it up meanwhile, and the provider took it", reserved.GiveUp(), sent, true },
                { "somebody gave it up meanwhile, and the provider refused it", reserved.GiveUp(), failed, true },
                { "somebody else's send is known", sent, failed, false },
                { "somebody else's send is known, and ours", sent with { ProviderMessageId = "other" }, sent, true },
                { "reserved again meanwhile", retried, failed, false },
                { "reserved again meanwhile, and the provider took the first", retried, sent, true },
                { "opened by a user meanwhile", reopened, failed, false },
                { "opened by a user meanwhile, and the provider took it", reopened, sent, true },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Meetings))]
    public void Merge_OfALateOutcome_KeepsWhatIsKnownBest(string because, LedgerEntry stored, LedgerEntry late, bool isTaken)
    {
        var ledger = ChunkLedger.Empty.With([stored], Now).Merge([new NotedEntry(late, Now.AddSeconds(1))]);

        var kept = ledger.Find(stored.Contact)!.Entry;
        Assert.True((isTaken ? late : stored).Status == kept.Status, because);
        // Whoever asked for a message again is remembered, so that asking twice does no more.
        Assert.Equal((stored.Resend, stored.EarlierResends), (kept.Resend, kept.EarlierResends));
    }

    [Fact]
    public void Merge_WhenRepeated_ChangesNothing()
    {
        var late = new NotedEntry(Sent(_ada), Now.AddSeconds(1));
        var once = ChunkLedger.Empty.With([LedgerEntry.Reserve(_ada)], Now).Merge([late]);

        Assert.Equal(once.Entries, once.Merge([late]).Entries);
    }

    [Fact]
    public void Erase_OfSomebody_KeepsTheOutcomeAndNothingThatNames()
    {
        var ledger = ChunkLedger.Empty.With([Sent(_ada).Warn(["Ada has no plan."]), Sent(_bob)], Now).Erase(_ada);

        Assert.DoesNotContain(ledger.Entries, noted => noted.Entry.Contact == _ada);
        var kept = ledger.Find(_ada)!.Entry;
        Assert.Equal(new LedgerEntry(kept.Contact, LedgerStatus.Sent, null, 1, null, null), kept);
        Assert.Equal(new DeliveryCounts(2, 0, 0, 0), ledger.Counts);
        Assert.Equal(Sent(_bob), ledger.Find(_bob)!.Entry);
        Assert.Same(ledger, ledger.Erase(_ada));
        Assert.Same(ledger, ledger.Erase(ContactId.Create(Guid.CreateVersion7(), 1)));
    }

    [Fact]
    public void Erase_WhileAMessageIsUnderWay_TakesItsOutcomeAndNoName()
    {
        var erased = ChunkLedger.Empty.With([LedgerEntry.Reserve(_ada)], Now).Erase(_ada);

        foreach (var ledger in new[] { erased.With([Sent(_ada)], Now), erased.Merge([new NotedEntry(Sent(_ada), Now)]) })
        {
            var kept = Assert.Single(ledger.Entries).Entry;
            Assert.NotEqual(_ada, kept.Contact);
            Assert.Equal((LedgerStatus.Sent, null), (kept.Status, kept.ProviderMessageId));
        }
    }

    [Fact]
    public void With_WhatIsNotSentSinceItsContactIsErased_NamesNobody()
    {
        var waiting = LedgerEntry.Reserve(_ada) with { RetryAt = Now };
        var ledger = ChunkLedger.Empty.With([waiting], Now).With([LedgerEntry.Suppress(_ada, LedgerReasons.ContactErased)], Now);

        Assert.NotEqual(_ada, Assert.Single(ledger.Entries).Entry.Contact);
        Assert.Equal(LedgerReasons.ContactErased, ledger.Find(_ada)!.Entry.Reason);
        Assert.Equal(ledger.Entries, ledger.With([ledger.Find(_ada)!.Entry], Now).Entries);
    }

    private static LedgerEntry Sent(ContactId contact) => LedgerEntry.Reserve(contact) with { Status = LedgerStatus.Sent, ProviderMessageId = "id-1" };
}
