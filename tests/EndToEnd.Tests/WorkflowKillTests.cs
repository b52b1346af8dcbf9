using System.Globalization;
using System.Net;
using System.Text.Json;
using Cadenza.TestKit;
using Cadenza.TestKit.Apps;

namespace Cadenza.EndToEnd.Tests;

/// <summary>
/// Proof of F1 and D8: "kill -9 in the middle of a run at every step boundary: each action effective once, every run ends".
/// Events are sent while the app is killed again and again; what the workflow did to each lead is counted afterwards.
/// </summary>
public sealed class WorkflowKillTests(ITestOutputHelper report)
{
    private const int Leads = 200;
    private const int Kills = 10;

    [Fact]
    public async Task Runs_WhenTheAppIsKilledTenTimes_TakeEachStepOnce()
    {
        var seed = Random.Shared.Next();
        report.WriteLine($"random seed {seed}");
        var random = new Random(seed);
        await using var app = await AppProcess.StartAsync();
        var leads = new List<string>();
        for (var number = 0; number < Leads; number++)
            leads.Add((await app.Api.PostAsync("/crm/leads", new { name = $"Lead {number}", source = "website" })).GetProperty("id").GetString()!);
        var workflow = (await app.Api.PostAsync("/crm/workflows", Workflow())).GetProperty("id").GetString()!;

        var sending = SendAllAsync(app, leads, lead => [Event("lead_score_changed", lead)]);
        await KillUntilAllAreCompletedAsync(app, random, Kills, sending, workflow);
        foreach (var lead in leads)
        {
            var record = await app.Api.GetAsync($"/crm/leads/{lead}");
            Assert.Equal(["called"], record.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
            Assert.Equal("contacted", record.GetProperty("status").GetString());
        }

        var tasks = await TasksAsync(app);
        Assert.Equal(leads.Order(), tasks.Order());
        report.WriteLine($"{Leads} runs of four steps, {Kills} kills: {tasks.Count} tasks");
        Assert.Equal(0, await app.StopAsync());
    }

    [Fact]
    public async Task Waits_WhenTheAppIsKilledBesideTheirEvents_MissNone()
    {
        var seed = Random.Shared.Next();
        report.WriteLine($"random seed {seed}");
        var random = new Random(seed);
        await using var app = await AppProcess.StartAsync();
        var workflow = (await app.Api.PostAsync("/crm/workflows", WaitingWorkflow())).GetProperty("id").GetString()!;
        var leads = Enumerable.Range(0, Leads).Select(number => $"lead-{number}").ToList();

        // The start and what it waits for: in one batch, in either order.
        var sending = SendAllAsync(app, leads, lead => int.Parse(lead.Split('-')[1], CultureInfo.InvariantCulture) % 2 == 0
            ? [Event("lead_score_changed", lead), Event("order_placed", lead)]
            : [Event("order_placed", lead), Event("lead_score_changed", lead)]);
        await KillUntilAllAreCompletedAsync(app, random, Kills / 2, sending, workflow);
        Assert.Equal(leads.Order(), (await TasksAsync(app)).Order());
        Assert.Equal(0, await app.StopAsync());
    }

    private static async Task KillUntilAllAreCompletedAsync(AppProcess app, Random random, int kills, Task sending, string workflow)
    {
        for (var kill = 0; kill < kills; kill++)
        {
            // Not waiting for anything: this is the random moment.
            await Task.Delay(random.Next(50, 1500), TestContext.Current.CancellationToken);
            app.Kill();
            app.Launch();
        }

        await sending;
        app.Kill();
        await app.RestartAsync();
        await Eventually.True(async () => await TotalAsync(app, workflow, "completed") == Leads, () => $"all runs are completed; the app wrote:\n{app.Output}", TimeSpan.FromMinutes(3));
        Assert.Equal(Leads, await TotalAsync(app, workflow, null));
    }

    // Without its event it would wait for longer than the test.
    private static object WaitingWorkflow() => new
    {
        name = "Wait for the order",
        triggerModule = "leads",
        triggerType = "lead_score_changed",
        isActive = true,
        actions = new object[]
        {
            new { actionType = "wait_for_event", sortOrder = 1, config = new { event_type = "order_placed", timeout = new { hours = 2 } } },
            new { actionType = "create_task", sortOrder = 2, config = new { title = "Call {{trigger.id}}" } },
        },
    };

    private static object Event(string type, string lead) => new
    {
        specversion = "1.0",
        id = $"{type}-{lead}",
        source = "/tests",
        type,
        subject = lead,
        data = new { module = "leads", entity = new { id = lead } },
    };

    private static object Workflow() => new
    {
        name = "Follow up",
        triggerModule = "leads",
        triggerType = "lead_score_changed",
        isActive = true,
        actions = new object[]
        {
            new { actionType = "create_task", sortOrder = 1, config = new { title = "Call {{trigger.id}}" } },
            new { actionType = "add_tag", sortOrder = 2, config = new { tag = "called" } },
            new { actionType = "wait", sortOrder = 3, config = new { seconds = 1 } },
            new { actionType = "update_field", sortOrder = 4, config = new { field = "status", value = "contacted" } },
        },
    };

    // As a publisher does that must not lose an event: each one until it is answered, and some twice.
    private static async Task SendAllAsync(AppProcess app, List<string> leads, Func<string, object[]> eventsOf)
    {
        foreach (var batch in leads.Chunk(10))
        {
            var events = batch.SelectMany(eventsOf).ToList();
            await Eventually.True(
                async () =>
                {
                    try
                    {
                        return (await app.Api.SendAsync(HttpMethod.Post, "/events", events)).Status == HttpStatusCode.Accepted;
                    }
                    catch (HttpRequestException)
                    {
                        // The app is dead, or dying.
                        return false;
                    }
                    catch (IOException)
                    {
                        return false;
                    }
                },
                "the events are taken",
                TimeSpan.FromMinutes(1));
        }
    }

    private static async Task<int> TotalAsync(AppProcess app, string workflow, string? status) =>
        (await app.Api.GetAsync($"/workflows/{workflow}/runs?limit=1{(status is null ? "" : "&status=" + status)}")).GetProperty("total_items").GetInt32();

    private static async Task<List<string>> TasksAsync(AppProcess app)
    {
        var leads = new List<string>();
        string? cursor = null;
        do
        {
            var page = await app.Api.GetAsync(string.Create(CultureInfo.InvariantCulture, $"/crm/tasks?limit=100{(cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))}"));
            leads.AddRange(page.GetProperty("data").EnumerateArray().Select(task => task.GetProperty("title").GetString()!["Call ".Length..]));
            cursor = page.TryGetProperty("nextCursor", out var next) && next.ValueKind == JsonValueKind.String ? next.GetString() : null;
        }
        while (cursor is not null);
        return leads;
    }
}
