using Cadenza.Domain.Delivery;
using Cadenza.Domain.Tests.Contacts;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Tests.Delivery;

public sealed class LedgerEntryTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);
    private static readonly RetrySchedule Retries = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), MaxAttempts: 4);

    [Fact]
    public void Drop_OfAMessageThatWaits_KeepsItsCause() =>
        AssertFinal((Retried(1) with { Reason = DeliveryCode.ConnectFailed }).Drop(), LedgerStatus.Failed, DeliveryCode.ConnectFailed, attempts: 2);

    [Fact]
    public void Reopen_BySeveralRequests_RemembersThemAndNotWithoutEnd()
    {
        var requests = Enumerable.Range(0, 30).Select(_ => Guid.NewGuid()).ToList();
        var entry = requests.Aggregate(LedgerEntry.Fail(People.Id, "x"), (known, request) => known.Reopen(request, Now));

        Assert.All(requests.TakeLast(17), request => Assert.True(entry.WasReopenedBy(request)));
        Assert.False(entry.WasReopenedBy(requests[0]));
        Assert.False(entry.WasReopenedBy(Guid.NewGuid()));
    }

    [Fact]
    public void Reserve_WhenFirst_IsAPendingFirstAttempt()
    {
        var entry = LedgerEntry.Reserve(People.Id);

        Assert.Equal(new LedgerEntry(People.Id, LedgerStatus.Pending, null, 1, null, null), entry);
        Assert.False(entry.IsFinal);
    }

    [Fact]
    public void Suppress_WhenHeldBack_IsFinalWithoutAnAttempt() =>
        AssertFinal(LedgerEntry.Suppress(People.Id, LedgerReasons.Unsubscribed), LedgerStatus.Suppressed, LedgerReasons.Unsubscribed, attempts: 0);

    [Fact]
    public void Fail_WhenItCannotBeMade_IsFinalWithoutAnAttempt() =>
        AssertFinal(LedgerEntry.Fail(People.Id, LedgerReasons.CannotRender), LedgerStatus.Failed, LedgerReasons.CannotRender, attempts: 0);

    [Fact]
    public void After_WhenSent_IsFinalAndForgetsEarlierFailures()
    {
        var entry = Retried(1).After(new DeliveryOutcome.Sent("<1@mail>"), Retries, Now);

        AssertFinal(entry, LedgerStatus.Sent, reason: null, attempts: 2);
        Assert.Equal("<1@mail>", entry.ProviderMessageId);
    }

    [Fact]
    public void After_WhenRefusedForGood_IsFailedWithTheProvidersReason() => AssertFinal(
        Retried(1).After(new DeliveryOutcome.PermanentFailure(DeliveryCode.Rejected, "no such user"), Retries, Now),
        LedgerStatus.Failed, DeliveryCode.Rejected, attempts: 2);

    [Fact]
    public void After_WhenNobodyCanTell_IsUnknownAndNotTriedAgain() => AssertFinal(
        LedgerEntry.Reserve(People.Id).After(new DeliveryOutcome.Unknown(DeliveryCode.ConnectionLost, "broken"), Retries, Now),
        LedgerStatus.Unknown, DeliveryCode.ConnectionLost, attempts: 1);

    /// <summary>A provider that recognizes a repeated key is asked again, and if it never answers nobody says "failed".</summary>
    [Fact]
    public void After_WhenNobodyCanTellAndTheKeyCanBeRepeated_IsTriedAgainAndUnknownAtLast()
    {
        var since = Now - Retries.MaxOutage;
        var lost = new DeliveryOutcome.Unknown(DeliveryCode.TimedOut, "no answer");
        var entry = LedgerEntry.Reserve(People.Id).After(lost, Retries, Now, canRepeat: true);
        Assert.Equal((LedgerStatus.Pending, DeliveryCode.TimedOut, Now.AddSeconds(2)), (entry.Status, entry.Reason, entry.RetryAt));

        entry = entry.ReserveAgain().After(lost, Retries, Now, canRepeat: true, since.AddTicks(1));
        Assert.Equal((LedgerStatus.Pending, Now.AddSeconds(4)), (entry.Status, entry.RetryAt));
        AssertFinal(entry.ReserveAgain().After(lost, Retries, Now, canRepeat: true, since), LedgerStatus.Unknown, DeliveryCode.TimedOut, attempts: 3);
    }

    [Fact]
    public void After_WhenItFailedForNow_WaitsPending()
    {
        var entry = LedgerEntry.Reserve(People.Id).After(Temporary(), Retries, Now);

        Assert.Equal(LedgerStatus.Pending, entry.Status);
        Assert.Equal(DeliveryCode.RejectedTemporarily, entry.Reason);
        Assert.Equal(Now.AddSeconds(2), entry.RetryAt);
        Assert.False(entry.IsFinal);
    }

    [Fact]
    public void After_WhenTheProviderNamesADelay_WaitsThatLong() =>
        Assert.Equal(Now.AddMinutes(7), LedgerEntry.Reserve(People.Id).After(Temporary(TimeSpan.FromMinutes(7)), Retries, Now).RetryAt);

    [Fact]
    public void After_WhenRetriesRunOut_IsFailedWithTheTrueCause()
    {
        var waits = new List<TimeSpan>();
        var entry = LedgerEntry.Reserve(People.Id).After(Temporary(), Retries, Now);
        for (; !entry.IsFinal; entry = entry.ReserveAgain().After(Temporary(), Retries, Now)) waits.Add(entry.RetryAt!.Value - Now);

        Assert.Equal([2, 4, 5], waits.Select(wait => wait.TotalSeconds));
        AssertFinal(entry, LedgerStatus.Failed, DeliveryCode.RejectedTemporarily, attempts: 4);
    }

    /// <summary>A provider out of order says nothing of the message: only time ends the waiting, and its attempts do not count.</summary>
    [Fact]
    public void After_WhenTheProviderIsOutOfOrder_WaitsForItAndFailsWithTheCauseAtLast()
    {
        var refused = new DeliveryOutcome.TemporaryFailure(DeliveryCode.ConnectFailed, "refused") { IsOutage = true };
        var entry = LedgerEntry.Reserve(People.Id).After(refused, Retries, Now);
        for (var attempt = 2; attempt <= 20; attempt++) entry = entry.ReserveAgain().After(refused, Retries, Now, outageSince: Now.AddHours(-71));
        Assert.Equal((LedgerStatus.Pending, DeliveryCode.ConnectFailed, Now.AddSeconds(5), 20), (entry.Status, entry.Reason, entry.RetryAt, entry.Outages));

        var greylisted = entry.ReserveAgain().After(Temporary(), Retries, Now);
        Assert.Equal((LedgerStatus.Pending, Now.AddSeconds(2)), (greylisted.Status, greylisted.RetryAt));
        AssertFinal(entry.ReserveAgain().After(refused, Retries, Now, outageSince: Now.AddHours(-72)), LedgerStatus.Failed, DeliveryCode.ConnectFailed, attempts: 21);
    }

    [Fact]
    public void Abandon_WhenTheProviderIsNotTriedAnyMore_FailsWithoutAnAttempt() =>
        AssertFinal(LedgerEntry.Reserve(People.Id).Abandon(DeliveryCode.ConnectFailed), LedgerStatus.Failed, DeliveryCode.ConnectFailed, attempts: 0);

    /// <summary>A call that the provider may have taken is not called failed because the provider was not reached afterwards.</summary>
    [Fact]
    public void Abandon_WhenAnEarlierAttemptMayHaveSentIt_IsUnknown()
    {
        var entry = LedgerEntry.Reserve(People.Id).After(new DeliveryOutcome.Unknown(DeliveryCode.ProviderFailed, "500"), Retries, Now, canRepeat: true);
        AssertFinal(entry.ReserveAgain().Abandon(DeliveryCode.ConnectFailed), LedgerStatus.Unknown, DeliveryCode.ConnectFailed, attempts: 1);
    }

    [Fact]
    public void ReserveAgain_WhenDue_CountsTheAttemptAndIsInFlightAgain()
    {
        var entry = Retried(2);

        Assert.Equal(new LedgerEntry(People.Id, LedgerStatus.Pending, null, 3, null, null), entry);
    }

    [Fact]
    public void GiveUp_WhenInterrupted_IsUnknown() =>
        AssertFinal(LedgerEntry.Reserve(People.Id).GiveUp(), LedgerStatus.Unknown, LedgerReasons.Interrupted, attempts: 1);

    private static void AssertFinal(LedgerEntry entry, LedgerStatus status, string? reason, int attempts)
    {
        Assert.True(entry.IsFinal);
        Assert.Equal((status, reason, attempts, null), (entry.Status, entry.Reason, entry.Attempts, entry.RetryAt));
    }

    private static LedgerEntry Retried(int times) => Enumerable.Range(0, times).Aggregate(
        LedgerEntry.Reserve(People.Id), (entry, _) => entry.After(Temporary(), Retries, Now).ReserveAgain());

    private static DeliveryOutcome.TemporaryFailure Temporary(TimeSpan? retryAfter = null) =>
        new(DeliveryCode.RejectedTemporarily, "try later", retryAfter);
}
