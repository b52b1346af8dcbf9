using System.Diagnostics;
using Cadenza.TestKit;
using Cadenza.TestKit.Apps;
using Cadenza.TestKit.Smtp;

namespace Cadenza.EndToEnd.Tests;

/// <summary>What an app that is killed again and again makes of a sequence.</summary>
public sealed class KillTests(ITestOutputHelper report)
{
    private const int Kills = 20;

    // The last kill comes when five sixths of the mails are there, however fast the machine is.
    private const int MailsBetweenKills = 125;

    /// <summary>
    /// Proof: "The same with kill -9 of the app at 20 random moments and restart: nothing lost, nothing twice; whatever could not
    /// be known is unknown in the ledger and counted in the answer of GET /sequences/{id}."
    /// </summary>
    [Fact]
    public async Task Sequence_WhenTheAppIsKilledTwentyTimes_LosesNothingAndSendsNothingTwice()
    {
        var seed = Random.Shared.Next();
        report.WriteLine($"random seed {seed}");
        await using var mailServer = await SmtpServer.StartAsync();
        await mailServer.ConfigureAsync(new SmtpBehavior { LatencyMilliseconds = 40 });
        await using var app = await AppProcess.StartAsync(AppOptions.Mailing(mailServer));
        var campaign = await Campaign.CreateAsync(app, contacts: 1000, Delay(0.6), Delay(1.2), Delay(1.2));

        var startedAt = DateTimeOffset.UtcNow;
        await campaign.CommandAsync("start");
        await KillAgainAndAgainAsync(app, mailServer, new Random(seed));
        await app.RestartAsync();
        var clock = Stopwatch.StartNew();
        var end = await campaign.CompleteAsync(within: TimeSpan.FromMinutes(4));
        report.WriteLine($"complete {clock.Elapsed.TotalSeconds:F1} s after the last start");
        Assert.Equal(0, await app.StopAsync());

        var arrivals = new Arrivals(campaign, await mailServer.ReceivedAsync());
        arrivals.AssertNoneTwice();
        arrivals.AssertOrderAndTimes(startedAt);
        AssertCounts(campaign, end, arrivals);
        AssertLedger(campaign, end, arrivals, await Ledger.ReadAsync(app.Storage));
        report.WriteLine($"{arrivals.Mails.Count} of {campaign.Messages} mails arrived; {end.Sent} sent and {end.Unknown} unknown after {Kills} kills");
    }

    private static TimeSpan Delay(double seconds) => TimeSpan.FromSeconds(seconds);

    // Every third kill comes within two seconds of the start, so also while the app starts and recovers; the others while it sends or waits.
    private static async Task KillAgainAndAgainAsync(AppProcess app, SmtpServer mailServer, Random random)
    {
        for (var kill = 0; kill < Kills; kill++)
        {
            if (kill > 0) app.Launch();
            if (kill % 3 != 2)
            {
                var mails = kill * MailsBetweenKills + random.Next(1, MailsBetweenKills);
                await Eventually.True(() => Task.FromResult(mailServer.Count >= mails), () => $"{mails} mails before kill {kill + 1}; the app wrote:\n{app.Output}", TimeSpan.FromMinutes(3));
            }

            // Not waiting for anything: this is the random moment.
            await Task.Delay(random.Next(kill % 3 == 2 ? 2000 : 120));
            app.Kill();
        }
    }

    private static void AssertCounts(Campaign campaign, Progress end, Arrivals arrivals)
    {
        Assert.Equal((campaign.Contacts.Count, campaign.Contacts.Count), (end.Enrolled, end.Finished));
        foreach (var (step, counts) in end.Steps.Index())
        {
            Assert.Equal((0, 0), (counts.Failed, counts.Suppressed));
            Assert.Equal(campaign.Contacts.Count, counts.Sent + counts.Unknown);
            Assert.InRange(arrivals.OfStep(step), counts.Sent, counts.Sent + counts.Unknown);
        }
    }

    private static void AssertLedger(Campaign campaign, Progress end, Arrivals arrivals, Dictionary<(string Contact, int Step), LedgerLine> ledger)
    {
        Assert.Equal(campaign.Messages, ledger.Count);
        Assert.Equal(end.Sent, ledger.Values.Count(outcome => outcome.Status == "Sent"));
        Assert.Equal(end.Unknown, ledger.Values.Count(outcome => outcome.Status == "Unknown"));
        Assert.Empty(campaign.Contacts.SelectMany(contact => Enumerable.Range(0, campaign.Delays.Count)
            .Where(step => ledger[(contact.Value, step)].Status == "Sent" && !arrivals.Has(contact.Key, step))
            .Select(step => $"the ledger says sent, but step {step} did not come to {contact.Key}")));
    }
}
