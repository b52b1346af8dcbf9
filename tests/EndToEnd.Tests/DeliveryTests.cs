using Cadenza.TestKit.Apps;
using Cadenza.TestKit.Smtp;

namespace Cadenza.EndToEnd.Tests;

/// <summary>What a sequence is for: its mails arrive at a real mail server.</summary>
public sealed class DeliveryTests(ITestOutputHelper report)
{
    /// <summary>Proof: "1,000 contacts × 3 steps; every one of 3,000 mails arrives exactly once, in step order per contact, none before its time."</summary>
    [Fact]
    public async Task Sequence_WhenRunToItsEnd_DeliversEveryMailOnceInOrderAndNoneEarly()
    {
        await using var mailServer = await SmtpServer.StartAsync();
        await using var app = await AppProcess.StartAsync(AppOptions.Mailing(mailServer));
        var campaign = await Campaign.CreateAsync(app, contacts: 1000, Seconds(1.2), Seconds(1.8), Seconds(1.8));

        var startedAt = DateTimeOffset.UtcNow;
        await campaign.CommandAsync("start");
        var end = await campaign.CompleteAsync(within: TimeSpan.FromMinutes(2));

        var arrivals = new Arrivals(campaign, await mailServer.ReceivedAsync());
        arrivals.AssertNoneTwice();
        arrivals.AssertAllThere();
        arrivals.AssertOrderAndTimes(startedAt);
        Assert.Equal((1000, 1000), (end.Enrolled, end.Finished));
        Assert.Equal(Enumerable.Repeat(new StepCounts(1000, 0, 0, 0), 3), end.Steps);
        var busy = arrivals.Mails[^1].ReceivedAt - startedAt - campaign.Delays.Aggregate((sum, delay) => sum + delay);
        report.WriteLine($"{campaign.Messages / busy.TotalSeconds:F0} mails/s without the delays; the latest {arrivals.Latest(startedAt).TotalSeconds:F2} s after its time");
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
