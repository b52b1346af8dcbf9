using System.Net;
using Cadenza.TestKit;
using Cadenza.TestKit.Apps;
using Cadenza.TestKit.Smtp;

namespace Cadenza.EndToEnd.Tests;

/// <summary>
/// Proof: "Pause in the middle stops new sends within 2 s; resume keeps the remaining delay; cancel stops for good; both survive a
/// restart in between." The restarts are one of each kind: a stop that is asked for, and kill -9.
/// </summary>
public sealed class LifecycleTests(ITestOutputHelper report)
{
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    /// <summary>Pause stops new sends within 2 s, and whatever was held is sent after resume, once.</summary>
    [Fact]
    public async Task Pause_WhenMailsAreBeingSent_StopsThemUntilResumed()
    {
        await using var mailServer = await SlowServerAsync();
        await using var app = await AppProcess.StartAsync(AppOptions.Mailing(mailServer));
        var campaign = await Campaign.CreateAsync(app, contacts: 400, TimeSpan.Zero);
        var startedAt = DateTimeOffset.UtcNow;
        await StartAndAwaitMailsAsync(campaign, mailServer, 60);

        await campaign.CommandAsync("pause");
        var pausedAt = DateTimeOffset.UtcNow;
        await RestartBothWaysAsync(app);
        await QuietSinceAsync(pausedAt, mailServer, campaign);
        Assert.Equal("paused", (await campaign.ProgressAsync()).Status);

        await campaign.CommandAsync("resume");
        var end = await campaign.CompleteAsync(Soon);
        var arrivals = new Arrivals(campaign, await mailServer.ReceivedAsync());
        arrivals.AssertNoneTwice();
        arrivals.AssertAllThere();
        arrivals.AssertOrderAndTimes(startedAt);
        Assert.Equal([new StepCounts(400, 0, 0, 0)], end.Steps);
    }

    /// <summary>Resume waits for what was left of the delay at the pause: not less, and not the whole delay once more.</summary>
    [Fact]
    public async Task Resume_WhenPausedInTheMiddleOfADelay_WaitsForTheRest()
    {
        var delay = TimeSpan.FromSeconds(12);
        var waitedBeforePause = TimeSpan.FromSeconds(9);
        await using var mailServer = await SmtpServer.StartAsync();
        await using var app = await AppProcess.StartAsync(AppOptions.Mailing(mailServer));
        var campaign = await Campaign.CreateAsync(app, contacts: 20, TimeSpan.Zero, delay);
        var startedAt = DateTimeOffset.UtcNow;
        await StartAndAwaitMailsAsync(campaign, mailServer, 20);
        var firstStep = (await mailServer.ReceivedAsync())[^1].ReceivedAt;
        await Eventually.True(() => DateTimeOffset.UtcNow - firstStep > waitedBeforePause, "most of the delay has passed");

        await campaign.CommandAsync("pause");
        var pausedAt = DateTimeOffset.UtcNow;
        await RestartBothWaysAsync(app);
        await Eventually.True(() => DateTimeOffset.UtcNow - firstStep > delay + StopsWithin, "the delay would have passed without the pause");
        Assert.Equal(20, (await mailServer.ReceivedAsync()).Count);
        var resumedAt = DateTimeOffset.UtcNow;
        await campaign.CommandAsync("resume");
        await campaign.CompleteAsync(Soon);

        var second = (await mailServer.ReceivedAsync()).Skip(20).ToList();
        Assert.Equal(20, second.Count);
        // A delay counts from the first step as it was begun, of which the client knows that it was after the start and before its last mail arrived.
        TimeSpan WaitedSince(DateTimeOffset began, ReceivedMail mail) => pausedAt - began + (mail.ReceivedAt - resumedAt);
        var (most, least) = (second.Min(mail => WaitedSince(startedAt, mail)), second.Max(mail => WaitedSince(firstStep, mail)));
        report.WriteLine($"a delay of {delay.TotalSeconds} s took at most {most.TotalSeconds:F2} s for the first, and at least {least.TotalSeconds:F2} s for the last, without the pause");
        Assert.True(most >= delay, $"sent after {most}");
        Assert.True(least < delay + waitedBeforePause, $"the delay began again: {least}");
    }

    /// <summary>Cancel stops new sends within 2 s, in this step and in later ones, and nothing brings the sequence back.</summary>
    [Fact]
    public async Task Cancel_WhenMailsAreBeingSent_StopsThemForGood()
    {
        await using var mailServer = await SlowServerAsync();
        await using var app = await AppProcess.StartAsync(AppOptions.Mailing(mailServer));
        var campaign = await Campaign.CreateAsync(app, contacts: 400, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        await StartAndAwaitMailsAsync(campaign, mailServer, 60);

        await campaign.CommandAsync("cancel");
        var canceledAt = DateTimeOffset.UtcNow;
        await RestartBothWaysAsync(app);
        await QuietSinceAsync(canceledAt, mailServer, campaign);
        foreach (var command in (string[])["start", "pause", "resume", "cancel"])
            Assert.Equal(HttpStatusCode.Conflict, (await campaign.TryCommandAsync(command)).Status);
        var end = await campaign.ProgressAsync();
        Assert.Equal("canceled", end.Status);
        Assert.Equal((mailServer.Count, 0), (end.Sent, end.Unknown));
    }

    private static async Task<SmtpServer> SlowServerAsync()
    {
        var server = await SmtpServer.StartAsync();
        await server.ConfigureAsync(new SmtpBehavior { LatencyMilliseconds = 150 });
        return server;
    }

    private static async Task StartAndAwaitMailsAsync(Campaign campaign, SmtpServer mailServer, int mails)
    {
        await campaign.CommandAsync("start");
        await Eventually.True(() => mailServer.Count >= mails, $"{mails} mails", Soon);
    }

    private static async Task RestartBothWaysAsync(AppProcess app)
    {
        Assert.Equal(0, await app.StopAsync());
        await app.RestartAsync();
        app.Kill();
        await app.RestartAsync();
    }

    // Some time after the two seconds have passed, no mail is younger than they are.
    private async Task QuietSinceAsync(DateTimeOffset commandedAt, SmtpServer mailServer, Campaign campaign)
    {
        await Eventually.True(() => DateTimeOffset.UtcNow - commandedAt > StopsWithin * 3, "there was time for mails that should not come");
        var mails = await mailServer.ReceivedAsync();
        var last = mails[^1].ReceivedAt - commandedAt;
        report.WriteLine($"the last of {mails.Count} mails came {last.TotalMilliseconds:F0} ms after the answer");
        Assert.InRange(mails.Count, 60, campaign.Contacts.Count - 1);
        Assert.True(last <= StopsWithin, $"a mail came {last} after the answer");
    }
}
