using Cadenza.Domain.Delivery;
using Cadenza.Domain.Tests.Contacts;

namespace Cadenza.Domain.Tests.Delivery;

/// <summary>What happens to a message found in the ledger: never twice when nobody can tell, never lost when it is safe.</summary>
public sealed class TakeoverTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(LedgerStatus.Sent)]
    [InlineData(LedgerStatus.Failed)]
    [InlineData(LedgerStatus.Suppressed)]
    [InlineData(LedgerStatus.Unknown)]
    public void Decide_WhenFinal_IsSettled(LedgerStatus status)
    {
        var entry = LedgerEntry.Reserve(People.Id) with { Status = status };

        Assert.IsType<TakeoverDecision.Settled>(Takeover.Decide(entry, canRepeat: true, Now));
        Assert.IsType<TakeoverDecision.Settled>(Takeover.Decide(entry, canRepeat: false, Now));
    }

    [Fact]
    public void Decide_WhenInterruptedAndARepeatIsRecognized_SendsAgain() =>
        Assert.IsType<TakeoverDecision.SendAgain>(Takeover.Decide(LedgerEntry.Reserve(People.Id), canRepeat: true, Now));

    [Fact]
    public void Decide_WhenInterruptedAndARepeatIsNotRecognized_GivesUp() =>
        Assert.IsType<TakeoverDecision.GiveUp>(Takeover.Decide(LedgerEntry.Reserve(People.Id), canRepeat: false, Now));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Decide_WhenARetryIsNotDue_Waits(bool canRepeat)
    {
        var decision = Takeover.Decide(Retry(Now.AddTicks(1)), canRepeat, Now);

        Assert.Equal(new TakeoverDecision.Wait(Now.AddTicks(1)), decision);
    }

    // A message with a retry time is known not to have been sent, so it needs no recognition.
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 0)]
    [InlineData(false, -1)]
    public void Decide_WhenARetryIsDue_SendsAgain(bool canRepeat, int ticks) =>
        Assert.IsType<TakeoverDecision.SendAgain>(Takeover.Decide(Retry(Now.AddTicks(ticks)), canRepeat, Now));

    private static LedgerEntry Retry(DateTimeOffset at) => LedgerEntry.Reserve(People.Id) with { RetryAt = at, Reason = DeliveryCode.ConnectFailed };
}
