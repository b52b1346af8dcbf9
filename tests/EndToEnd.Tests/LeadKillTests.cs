using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Cadenza.TestKit;
using Cadenza.TestKit.Apps;
using static Cadenza.EndToEnd.Tests.LeadRequests;

namespace Cadenza.EndToEnd.Tests;

/// <summary>
/// Proof of C7 and C10 for an app that is killed with SIGKILL at random moments: every lead comes to its end once and is
/// written to once, and a workflow stands where the answered requests have put it.
/// </summary>
public sealed class LeadKillTests(ITestOutputHelper report)
{
    private const int Readers = 8;

    private readonly Stopwatch _clock = new();

    [Fact]
    public async Task C10_Leads_WhenTheAppIsKilledWhileTheirWorkflowIsActivatedPausedAndResumed_ComeToTheirEndOnce()
    {
        const int Count = 2000;
        var random = Seeded();
        await using var app = await AppProcess.StartAsync();
        var path = await DraftAsync(app);
        var text = await NodeAsync(app, path, "SMS", new { message = "Hello {{name}}" });
        await EdgeAsync(app, path, text, await NodeAsync(app, path, "CONVERTED"), "success");
        await app.Api.PostAsync($"{path}/leads", Enumerable.Range(0, Count).Select(number => new { phone_number = Phone(number), name = $"Lead {number}" }).ToList());

        foreach (var (action, status) in new[] { ("activate", "active"), ("pause", "paused"), ("resume", "active"), ("pause", "paused"), ("resume", "active") })
        {
            var acting = UntilAsync(app, action, status, path);
            // Not waiting for anything: this is the random moment.
            await Task.Delay(random.Next(1, 250), TestContext.Current.CancellationToken);
            app.Kill();
            app.Launch();
            await acting;
            await Task.Delay(random.Next(1, 250), TestContext.Current.CancellationToken);
            app.Kill();
            await app.RestartAsync();
            Assert.Equal(status, Text(await app.Api.GetAsync(path), "status"));
        }

        report.WriteLine($"the last kill after {_clock.Elapsed.TotalSeconds:F1} s, {await TotalAsync(app, path, "completed")} of {Count} have ended");
        var leads = await EndedAsync(app, path, Count);
        report.WriteLine($"all have ended after {_clock.Elapsed.TotalSeconds:F1} s");
        Assert.All(leads, lead => Assert.Equal("converted", Text(lead, "outcome")));
        await AssertPassagesAsync(app, path, leads, _ => ["SMS:completed", "CONVERTED:completed"]);
        report.WriteLine($"passages are read after {_clock.Elapsed.TotalSeconds:F1} s");
        var sent = await OutboxAsync(app);
        Assert.Equal(leads.Select(lead => (Text(lead, "phone_number"), "Hello " + Text(lead.GetProperty("variables"), "name"))).Order(), sent.Order());
        Assert.Equal(0, await app.StopAsync());
    }

    [Fact]
    public async Task C7_Leads_WhenTheAppIsKilledAgainAndAgain_BranchAndAreWrittenToOnce()
    {
        const int Count = 4000;
        const int Kills = 6;
        var random = Seeded();
        await using var app = await AppProcess.StartAsync();
        var path = await DraftAsync(app);
        var decide = await NodeAsync(app, path, "CONDITIONAL", new { logic = "AND", conditions = new[] { new { field = "city", @operator = "equals", value = "Paris" } } });
        var (french, english) = (await NodeAsync(app, path, "SMS", new { message = "Bonjour {{name}}" }), await NodeAsync(app, path, "SMS", new { message = "Hello {{name}}" }));
        await EdgeAsync(app, path, decide, french, "true");
        await EdgeAsync(app, path, decide, english, "false");
        await EdgeAsync(app, path, french, await NodeAsync(app, path, "CONVERTED"), "success");
        await EdgeAsync(app, path, english, await NodeAsync(app, path, "DROPPED"), "success");
        await app.Api.PostAsync($"{path}/leads", Enumerable.Range(0, Count).Select(number =>
            new { phone_number = Phone(number), name = $"Lead {number}", city = number % 3 == 0 ? "Paris" : "Rome" }).ToList());

        await app.Api.PostAsync($"{path}/activate", new { });
        for (var kill = 0; kill < Kills; kill++)
        {
            // Not waiting for anything: this is the random moment.
            await Task.Delay(random.Next(50, 900), TestContext.Current.CancellationToken);
            app.Kill();
            app.Launch();
        }

        app.Kill();
        await app.RestartAsync();
        report.WriteLine($"the last kill after {_clock.Elapsed.TotalSeconds:F1} s, {await TotalAsync(app, path, "completed")} of {Count} have ended");
        var leads = await EndedAsync(app, path, Count);
        report.WriteLine($"all have ended after {_clock.Elapsed.TotalSeconds:F1} s");
        Assert.All(leads, lead => Assert.Equal(IsFrench(lead) ? "converted" : "dropped", Text(lead, "outcome")));
        await AssertPassagesAsync(app, path, leads, lead => IsFrench(lead)
            ? ["CONDITIONAL:completed", "SMS:completed", "CONVERTED:completed"]
            : ["CONDITIONAL:completed", "SMS:completed", "DROPPED:completed"]);
        var expected = leads.Select(lead => (Text(lead, "phone_number"), (IsFrench(lead) ? "Bonjour " : "Hello ") + Text(lead.GetProperty("variables"), "name")));
        Assert.Equal(expected.Order(), (await OutboxAsync(app)).Order());
        Assert.Equal(0, await app.StopAsync());
    }

    private static bool IsFrench(JsonElement lead) => Text(lead.GetProperty("variables"), "city") == "Paris";

    private Random Seeded()
    {
        _clock.Restart();
        var seed = Random.Shared.Next();
        report.WriteLine($"random seed {seed}");
        return new Random(seed);
    }

    // As somebody does who got no answer: again, until the answer says that it was done, now or by the request before.
    private static Task UntilAsync(AppProcess app, string action, string status, string path) => Eventually.True(
        async () => await AnswerAsync(() => app.Api.SendAsync(HttpMethod.Post, $"{path}/{action}")) is { } answer
            && (answer.Status == HttpStatusCode.OK
                || (answer.Status == HttpStatusCode.Conflict && Text(await app.Api.GetAsync(path), "status") == status)),
        () => $"{action} is answered; the app wrote:\n{app.Output}",
        TimeSpan.FromMinutes(1));

    private static async Task<List<JsonElement>> EndedAsync(AppProcess app, string path, int count)
    {
        await Eventually.True(async () => await TotalAsync(app, path, "completed") == count, () => $"all leads are completed; the app wrote:\n{app.Output}", Patience);
        Assert.Equal(count, await TotalAsync(app, path, null));
        return await LeadsAsync(app, path);
    }

    private static async Task AssertPassagesAsync(AppProcess app, string path, List<JsonElement> leads, Func<JsonElement, string[]> expected)
    {
        var wrong = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(leads, new ParallelOptions { MaxDegreeOfParallelism = Readers }, async (lead, _) =>
        {
            var history = (await app.Api.GetAsync($"{path}/leads/{Text(lead, "id")}/history")).GetProperty("history");
            if (!history.EnumerateArray().Select(step => $"{Text(step, "node_type")}:{Text(step, "status")}").SequenceEqual(expected(lead))) wrong.Add(history.ToString());
        });
        Assert.Empty(wrong);
    }

    private static async Task<List<(string To, string Body)>> OutboxAsync(AppProcess app)
    {
        var sent = new List<(string, string)>();
        string? cursor = null;
        do
        {
            var page = await app.Api.GetAsync($"/outbox?limit=100{(cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))}");
            sent.AddRange(page.GetProperty("data").EnumerateArray().Select(message => (Text(message, "to"), Text(message, "body"))));
            cursor = page.TryGetProperty("next_cursor", out var next) && next.ValueKind == JsonValueKind.String ? next.GetString() : null;
        }
        while (cursor is not null);
        return sent;
    }
}
