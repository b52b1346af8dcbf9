using System.Diagnostics;
using Cadenza.TestKit;
using Cadenza.TestKit.Apps;
using Cadenza.TestKit.Smtp;

namespace Cadenza.EndToEnd.Tests;

/// <summary>The main job once more with tables and queues in Azurite, through the protocol that Azure speaks.</summary>
public sealed class AzuriteTests(ITestOutputHelper report)
{
    /// <summary>Proof: "every one of … mails arrives exactly once, in step order per contact, none before its time", on the other backend.</summary>
    [Fact]
    public async Task Sequence_WhenStorageIsAzurite_DeliversEveryMailOnceInOrderAndNoneEarly()
    {
        if (AzuriteServer.WhyUnavailable is { } reason) Assert.Skip(reason);
        await using var storage = await AzuriteServer.StartAsync();
        await using var mailServer = await SmtpServer.StartAsync();
        await using var app = await AppProcess.StartAsync(AppOptions.Mailing(mailServer) with { Storage = storage.ConnectionString });
        var campaign = await Campaign.CreateAsync(app, contacts: 200, TimeSpan.FromSeconds(0.6), TimeSpan.FromSeconds(1.2));

        var startedAt = DateTimeOffset.UtcNow;
        var clock = Stopwatch.StartNew();
        await campaign.CommandAsync("start");
        var end = await campaign.CompleteAsync(within: TimeSpan.FromMinutes(2));

        var arrivals = new Arrivals(campaign, await mailServer.ReceivedAsync());
        arrivals.AssertNoneTwice();
        arrivals.AssertAllThere();
        arrivals.AssertOrderAndTimes(startedAt);
        Assert.Equal(Enumerable.Repeat(new StepCounts(200, 0, 0, 0), 2), end.Steps);
        report.WriteLine($"complete after {clock.Elapsed.TotalSeconds:F1} s");
    }
}
