using System.Diagnostics;
using Cadenza.TestKit;
using Cadenza.TestKit.Apps;
using Cadenza.TestKit.Smtp;

namespace Cadenza.EndToEnd.Tests;

/// <summary>
/// Several worker processes on one Azurite, of which one, or the host, is killed at random moments. With
/// <c>CADENZA_LONG=1</c> 10,000 contacts and many kills, which takes minutes; else few.
/// </summary>
public sealed class WorkersKilledTests(ITestOutputHelper report)
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("CADENZA_LONG") is { Length: > 0 };
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(IsLong ? 30 : 3);

    private static int Contacts => IsLong ? 10_000 : 200;

    private static int Kills => IsLong ? 12 : 2;

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Sequence_WhenWorkersAreKilledAtRandom_SendsNothingTwiceAndLosesNothing(int workers)
    {
        if (AzuriteServer.WhyUnavailable is { } reason) Assert.Skip(reason);
        var seed = Random.Shared.Next();
        report.WriteLine($"random seed {seed}");
        await using var storage = await AzuriteServer.StartAsync();
        await using var mailServer = await SmtpServer.StartAsync();
        await mailServer.ConfigureAsync(new SmtpBehavior { LatencyMilliseconds = 10 });
        await using var app = await AppProcess.StartAsync(Workers(workers, mailServer, storage));
        Assert.Equal(workers, WorkerProcesses.Of(app).Count);
        var campaign = await Campaign.CreateAsync(app, Contacts, TimeSpan.FromSeconds(0.6), TimeSpan.FromSeconds(1.2), TimeSpan.FromSeconds(1.2));

        var startedAt = DateTimeOffset.UtcNow;
        var clock = Stopwatch.StartNew();
        await campaign.CommandAsync("start");
        await KillAtRandomAsync(app, mailServer, campaign.Messages, new Random(seed));
        var end = await campaign.CompleteAsync(Soon);
        report.WriteLine($"complete after {clock.Elapsed.TotalSeconds:F0} s with {Kills} kills");

        var arrivals = new Arrivals(campaign, await mailServer.ReceivedAsync());
        arrivals.AssertNoneTwice();
        arrivals.AssertOrderAndTimes(startedAt);
        Assert.Equal((Contacts, Contacts), (end.Enrolled, end.Finished));
        foreach (var (step, counts) in end.Steps.Index())
        {
            // What nobody can know after a kill is unknown, and counted; it is not sent again.
            Assert.Equal((Contacts, 0, 0), (counts.Sent + counts.Unknown, counts.Failed, counts.Suppressed));
            Assert.InRange(arrivals.OfStep(step), counts.Sent, counts.Sent + counts.Unknown);
        }

        report.WriteLine($"{arrivals.Mails.Count} of {campaign.Messages} mails arrived; {end.Sent} sent and {end.Unknown} unknown");
    }

    private async Task KillAtRandomAsync(AppProcess app, SmtpServer mailServer, int messages, Random random)
    {
        // The last one while a tenth is still to be sent, however fast the machine is.
        var between = messages * 9 / 10 / Kills;
        for (var kill = 0; kill < Kills; kill++)
        {
            var mails = kill * between + random.Next(1, between);
            await Eventually.True(() => Task.FromResult(mailServer.Count >= mails), () => $"{mails} mails before kill {kill + 1}; the app wrote:\n{app.Output}", Soon);
            var workers = WorkerProcesses.Of(app);
            if (kill % 2 == 0 && workers.Count > 0)
            {
                // Without one of its workers the host ends by itself, with the others.
                using var victim = Process.GetProcessById(workers[random.Next(workers.Count)]);
                victim.Kill();
                Assert.Equal(1, await app.ExitAsync());
            }
            else
            {
                app.Kill();
                await Eventually.True(() => !workers.Any(WorkerProcesses.IsThere), "no worker is left");
            }

            report.WriteLine($"killed {(kill % 2 == 0 ? "a worker" : "the host")} at {mailServer.Count} mails");
            await app.RestartAsync();
        }
    }

    private static AppOptions Workers(int count, SmtpServer mailServer, AzuriteServer storage)
    {
        var mailing = AppOptions.Mailing(mailServer);
        return mailing with { InTwoProcesses = true, Storage = storage.ConnectionString, Settings = new Dictionary<string, string>(mailing.Settings) { ["FUNCTIONS_WORKER_PROCESS_COUNT"] = $"{count}" } };
    }
}
