using Cadenza.TestKit;
using Cadenza.TestKit.Apps;
using Cadenza.TestKit.Smtp;

namespace Cadenza.EndToEnd.Tests;

/// <summary>Proof: "Two app processes on one Azurite under the two-process host: one hub owner, queue work shared safely."</summary>
public sealed class TwoWorkersTests(ITestOutputHelper report)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    /// <summary>Both workers have their part in sequences and workflows, nothing is done twice, and no second host joins in.</summary>
    [Fact]
    public async Task Work_OfTwoWorkers_IsSharedAndDoneOnce()
    {
        if (AzuriteServer.WhyUnavailable is { } reason) Assert.Skip(reason);
        await using var storage = await AzuriteServer.StartAsync();
        await using var mailServer = await SmtpServer.StartAsync();
        await using var app = await AppProcess.StartAsync(TwoWorkers(mailServer, storage));
        var workers = WorkerProcesses.Of(app);
        Assert.Equal(2, workers.Count);
        var campaign = await Campaign.CreateAsync(app, contacts: 200, TimeSpan.FromSeconds(0.6), TimeSpan.FromSeconds(1.2));
        var followUps = await FollowUps.CreateAsync(app, leads: 40);
        // From here on there are few requests, so that what is shared is the work of queues and orchestrations.
        var used = workers.ToDictionary(worker => worker, WorkerProcesses.ProcessorTime);

        var startedAt = DateTimeOffset.UtcNow;
        await campaign.CommandAsync("start");
        await followUps.SendEventsAsync();
        await AssertNoSecondHostAsync(mailServer, storage);
        var end = await campaign.CompleteAsync(Soon);
        await followUps.AssertEachDoneOnceAsync();

        var arrivals = new Arrivals(campaign, await mailServer.ReceivedAsync());
        arrivals.AssertNoneTwice();
        arrivals.AssertAllThere();
        arrivals.AssertOrderAndTimes(startedAt);
        Assert.Equal(Enumerable.Repeat(new StepCounts(200, 0, 0, 0), 2), end.Steps);
        AssertShared([.. workers.Select(worker => WorkerProcesses.ProcessorTime(worker) - used[worker])]);
    }

    /// <summary>kill -9 of the host takes both workers along, and the next host finishes what they had begun.</summary>
    [Fact]
    public async Task Work_WhenTheHostIsKilled_IsFinishedByTheNextAndNothingIsSentTwice()
    {
        if (AzuriteServer.WhyUnavailable is { } reason) Assert.Skip(reason);
        await using var storage = await AzuriteServer.StartAsync();
        await using var mailServer = await SmtpServer.StartAsync();
        await mailServer.ConfigureAsync(new SmtpBehavior { LatencyMilliseconds = 40 });
        await using var app = await AppProcess.StartAsync(TwoWorkers(mailServer, storage));
        var workers = WorkerProcesses.Of(app);
        var campaign = await Campaign.CreateAsync(app, contacts: 200, TimeSpan.FromSeconds(0.6), TimeSpan.FromSeconds(1.2));
        var startedAt = DateTimeOffset.UtcNow;
        await campaign.CommandAsync("start");
        await Eventually.True(() => mailServer.Count >= 60, "mails arrive", Soon);

        app.Kill();
        await Eventually.True(() => !workers.Any(WorkerProcesses.IsThere), "no worker is left");
        Assert.InRange(mailServer.Count, 60, campaign.Messages - 1);
        await app.RestartAsync();
        var end = await campaign.CompleteAsync(Soon);

        var arrivals = new Arrivals(campaign, await mailServer.ReceivedAsync());
        arrivals.AssertNoneTwice();
        arrivals.AssertOrderAndTimes(startedAt);
        foreach (var (step, counts) in end.Steps.Index())
        {
            Assert.Equal((200, 0, 0), (counts.Sent + counts.Unknown, counts.Failed, counts.Suppressed));
            Assert.InRange(arrivals.OfStep(step), counts.Sent, counts.Sent + counts.Unknown);
        }

        Assert.Equal(2, WorkerProcesses.Of(app).Except(workers).Count());
        report.WriteLine($"{arrivals.Mails.Count} of {campaign.Messages} mails arrived; {end.Sent} sent and {end.Unknown} unknown after the kill");
    }

    private static AppOptions TwoWorkers(SmtpServer mailServer, AzuriteServer storage)
    {
        var mailing = AppOptions.Mailing(mailServer);
        return mailing with { InTwoProcesses = true, Storage = storage.ConnectionString, Settings = new Dictionary<string, string>(mailing.Settings) { ["FUNCTIONS_WORKER_PROCESS_COUNT"] = "2" } };
    }

    private static async Task AssertNoSecondHostAsync(SmtpServer mailServer, AzuriteServer storage)
    {
        await using var second = AppProcess.Create(TwoWorkers(mailServer, storage));
        second.Launch();
        Assert.Equal(1, await second.ExitAsync());
        Assert.Contains("Task hub 'Cadenza' is in use by process", second.Output, StringComparison.Ordinal);
    }

    private void AssertShared(IReadOnlyList<TimeSpan> used)
    {
        report.WriteLine($"the workers used {string.Join(" and ", used.Select(time => $"{time.TotalSeconds:F2}"))} s of processor time");
        Assert.True(used.Min() >= used.Max() / 4, "one worker did nearly all of it");
    }
}
