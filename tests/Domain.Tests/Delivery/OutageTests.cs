using Cadenza.Domain.Delivery;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Tests.Delivery;

/// <summary>When a provider counts as out of order, for how long it is left alone, and what ends that.</summary>
public sealed class OutageTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);
    private static readonly DeliveryOutcome Refused = Down(DeliveryCode.ConnectFailed);
    private static readonly DeliveryOutcome Lost = new DeliveryOutcome.Unknown(DeliveryCode.ConnectionLost, "lost");
    private static readonly DeliveryOutcome Sent = new DeliveryOutcome.Sent("1");
    private static readonly DeliveryOutcome NoMailbox = new DeliveryOutcome.PermanentFailure(DeliveryCode.Rejected, "no such user");
    private static readonly DeliveryOutcome Greylisted = new DeliveryOutcome.TemporaryFailure(DeliveryCode.RejectedTemporarily, "later");
    private static readonly DeliveryOutcome MailboxFull = new DeliveryOutcome.TemporaryFailure("smtp_452_4.2.2", "later");
    private static readonly DeliveryOutcome NoSuchUser = new DeliveryOutcome.PermanentFailure("smtp_550_5.1.1", "no such user");
    private static readonly DeliveryOutcome TooLarge = new DeliveryOutcome.PermanentFailure(DeliveryCode.MessageTooLarge, "too large");
    private static readonly DeliveryOutcome NoUtf8 = new DeliveryOutcome.PermanentFailure(DeliveryCode.SmtpUtf8Missing, "none");
    private static readonly DeliveryOutcome NoAddress = new DeliveryOutcome.PermanentFailure(DeliveryCode.InvalidRecipient, "none");
    private static readonly DeliveryOutcome Stopped = new DeliveryOutcome.TemporaryFailure(DeliveryCode.Stopped, "stopped");

    [Fact]
    public void After_WhenNothingGetsThrough_Begins() =>
        Assert.Equal(new Outage(Now, DeliveryCode.ConnectionLost, "lost", 2, 1, Now.AddSeconds(2)), After(null, Refused, Lost));

    /// <summary>"Only answers about the one recipient are final": such an answer shows that the provider works.</summary>
    [Fact]
    public void After_WhenAnyMessageIsAnsweredForItself_IsNone() => Assert.All(
        new[] { Sent, NoMailbox, Greylisted, MailboxFull, NoSuchUser },
        answer =>
        {
            Assert.Null(After(null, Refused, answer));
            Assert.Null(After(After(null, Refused), answer));
        });

    [Fact]
    public void After_WhenNobodyWasAsked_StaysAsItIs() => Assert.All(new[] { NoAddress, Stopped, TooLarge, NoUtf8 }, outcome =>
    {
        Assert.Null(After(null, outcome));
        var outage = After(null, Refused);
        Assert.Same(outage, Outage.After(outage, [outcome], isTrial: true, RetrySchedule.Default, Now));
    });

    [Fact]
    public void After_WhenTrialsFail_WaitsTwiceAsLongUpToFiveMinutes()
    {
        var (outage, now, waits) = (After(null, Refused), Now, new List<double>());
        for (var trial = 0; trial < 10; trial++)
        {
            waits.Add((outage!.RetryAt - now).TotalSeconds);
            now = outage.RetryAt;
            outage = Outage.After(outage, [Down(DeliveryCode.SecurityFailed)], isTrial: true, RetrySchedule.Default, now);
        }

        Assert.Equal([2, 4, 8, 16, 32, 64, 128, 256, 300, 300], waits);
        Assert.Equal((Now, DeliveryCode.SecurityFailed, 11), (outage!.Since, outage.Reason, outage.Messages));
    }

    [Fact]
    public void After_WhenOthersMeetItMeanwhile_CountsThemAndWaitsNoLonger() =>
        Assert.Equal(After(null, Refused)! with { Messages = 3 }, After(After(null, Refused), Refused, Refused));

    [Fact]
    public void After_WhenTheProviderNamesADelay_GrantsItUpToAnHour()
    {
        Assert.Equal(Now.AddMinutes(7), After(null, Down(DeliveryCode.RateLimited, TimeSpan.FromMinutes(7)))!.RetryAt);
        Assert.Equal(Now.AddHours(1), After(null, Down(DeliveryCode.RateLimited, TimeSpan.FromDays(1)))!.RetryAt);
    }

    private static Outage? After(Outage? known, params DeliveryOutcome[] outcomes) =>
        Outage.After(known, outcomes, isTrial: false, RetrySchedule.Default, Now);

    private static DeliveryOutcome.TemporaryFailure Down(string code, TimeSpan? retryAfter = null) =>
        new(code, "down", retryAfter) { IsOutage = true };
}
