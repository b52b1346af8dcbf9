using System.Diagnostics;
using Cadenza.TestKit;
using Cadenza.TestKit.Apps;
using Cadenza.TestKit.Smtp;

namespace Cadenza.EndToEnd.Tests;

/// <summary>Starting and stopping as an operator meets it: "Graceful stop finishes what is in flight; a second instance on the same task hub says so and exits with a non-zero code", and "a damaged or foreign database file is a clear start-up error".</summary>
public sealed class OperationTests(ITestOutputHelper report)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_WhenAnotherInstanceHasTheData_EndsWithOnePlainLine()
    {
        await using var first = await AppProcess.StartAsync();
        await using var second = AppProcess.Create(new AppOptions { Storage = first.Storage });

        await AssertRefusesAsync(second, "Task hub 'Cadenza' is in use");
        await first.Api.GetAsync("/health/ready");
    }

    [Fact]
    public async Task Start_WhenTheKeyIsMissing_NamesTheSetting()
    {
        await using var app = AppProcess.Create(new AppOptions { Settings = new Dictionary<string, string> { ["Cadenza__BootstrapKey"] = "" } });

        await AssertRefusesAsync(app, "Cadenza__BootstrapKey is required");
    }

    [Fact]
    public async Task Start_WhenTheFileIsNoDatabase_NamesItAndLeavesItAlone()
    {
        await using var app = AppProcess.Create();
        var file = Path.Combine(app.DataFolder, "cadenza.db");
        await File.WriteAllTextAsync(file, "Dear diary, today I was a text file in the wrong place.", Token);

        await AssertRefusesAsync(app, file);
        Assert.StartsWith("Dear diary", await File.ReadAllTextAsync(file, Token));
    }

    [Fact]
    public async Task Start_WhenTheDatabaseIsDamaged_SaysSo()
    {
        await using var app = await AppProcess.StartAsync();
        await Campaign.CreateAsync(app, contacts: 50, TimeSpan.Zero);
        Assert.Equal(0, await app.StopAsync());
        var file = Path.Combine(app.DataFolder, "cadenza.db");
        var pages = await File.ReadAllBytesAsync(file, Token);
        // The first page names the tables; all that follows is overwritten.
        Random.Shared.NextBytes(pages.AsSpan(4096));
        await File.WriteAllBytesAsync(file, pages, Token);

        await AssertRefusesAsync(app, file);
    }

    /// <summary>Proof: "Graceful stop finishes what is in flight": so nothing becomes unknown, and the next start goes on.</summary>
    [Fact]
    public async Task Stop_WhenMailsAreBeingSent_FinishesThemAndTheNextStartGoesOn()
    {
        await using var mailServer = await SmtpServer.StartAsync();
        await mailServer.ConfigureAsync(new SmtpBehavior { LatencyMilliseconds = 150 });
        await using var app = await AppProcess.StartAsync(AppOptions.Mailing(mailServer));
        var campaign = await Campaign.CreateAsync(app, contacts: 200, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        var startedAt = DateTimeOffset.UtcNow;
        await campaign.CommandAsync("start");
        await Eventually.True(() => mailServer.Count >= 40, "40 mails", TimeSpan.FromMinutes(1));

        var watch = Stopwatch.StartNew();
        Assert.Equal(0, await app.StopAsync());
        var sent = (await mailServer.ReceivedAsync()).Count;
        report.WriteLine($"stopped in {watch.Elapsed.TotalSeconds:F1} s with {sent} mails sent");
        Assert.InRange(sent, 40, 200);
        await app.RestartAsync();
        var end = await campaign.CompleteAsync(TimeSpan.FromMinutes(2));

        var arrivals = new Arrivals(campaign, await mailServer.ReceivedAsync());
        arrivals.AssertNoneTwice();
        arrivals.AssertAllThere();
        arrivals.AssertOrderAndTimes(startedAt);
        Assert.Equal(Enumerable.Repeat(new StepCounts(200, 0, 0, 0), 2), end.Steps);
    }

    /// <summary>Proof: "With no SMTP configured, messages go to an outbox table readable at GET /outbox, and the log … say[s] so plainly."</summary>
    [Fact]
    public async Task Sequence_WhenNoMailServerIsConfigured_FillsTheOutbox()
    {
        await using var app = await AppProcess.StartAsync();
        var campaign = await Campaign.CreateAsync(app, contacts: 20, TimeSpan.Zero, TimeSpan.FromSeconds(0.3));
        await campaign.CommandAsync("start");
        await campaign.CompleteAsync(TimeSpan.FromMinutes(1));

        var outbox = (await app.Api.GetAsync("/outbox?limit=100")).GetProperty("data").EnumerateArray().ToList();
        Assert.Equal(40, outbox.Count);
        Assert.Equal(
            campaign.Contacts.Keys.SelectMany(address => new[] { (address, 0), (address, 1) }).Order(),
            outbox.Select(mail => (mail.GetProperty("to").GetString()!, Campaign.StepOf(mail.GetProperty("subject").GetString()!))).Order());
        Assert.Contains("E-mails are NOT sent", app.Output);
    }

    private static async Task AssertRefusesAsync(AppProcess app, string says)
    {
        app.Launch();
        Assert.NotEqual(0, await app.ExitAsync());
        Assert.Contains(says, app.Output);
        Assert.DoesNotContain("   at ", app.Output);
        Assert.DoesNotContain("Unhandled", app.Output);
    }
}
