using System.Net;
using System.Text.Json;
using Cadenza.TestKit;
using Cadenza.TestKit.Apps;

namespace Cadenza.EndToEnd.Tests;

/// <summary>Leads, and a workflow that makes a task for each when its score changes.</summary>
internal sealed class FollowUps
{
    private readonly AppProcess _app;
    private readonly IReadOnlyList<string> _leads;
    private readonly string _workflow;

    private FollowUps(AppProcess app, IReadOnlyList<string> leads, string workflow) => (_app, _leads, _workflow) = (app, leads, workflow);

    /// <summary>Makes leads, at most a hundred, and the active workflow.</summary>
    public static async Task<FollowUps> CreateAsync(AppProcess app, int leads)
    {
        var ids = new List<string>();
        for (var number = 0; number < leads; number++) ids.Add(Id(await app.Api.PostAsync("/crm/leads", new { name = $"Lead {number}", source = "website" })));
        var workflow = await app.Api.PostAsync("/crm/workflows", new
        {
            name = "Follow up",
            triggerModule = "leads",
            triggerType = "lead_score_changed",
            isActive = true,
            actions = new object[]
            {
                new { actionType = "create_task", sortOrder = 1, config = new { title = "Call {{trigger.id}}" } },
                new { actionType = "wait", sortOrder = 2, config = new { seconds = 1 } },
                new { actionType = "update_field", sortOrder = 3, config = new { field = "status", value = "contacted" } },
            },
        });
        return new FollowUps(app, ids, Id(workflow));
    }

    /// <summary>Tells of each lead, once.</summary>
    public async Task SendEventsAsync()
    {
        foreach (var batch in _leads.Chunk(10))
        {
            var events = batch.Select(lead => new
            {
                specversion = "1.0",
                id = "score-" + lead,
                source = "/tests",
                type = "lead_score_changed",
                subject = lead,
                data = new { module = "leads", entity = new { id = lead } },
            });
            Assert.Equal(HttpStatusCode.Accepted, (await _app.Api.SendAsync(HttpMethod.Post, "/events", events)).Status);
        }
    }

    /// <summary>Waits until all runs have ended; then each lead has had one, and has one task.</summary>
    public async Task AssertEachDoneOnceAsync()
    {
        var runs = $"/workflows/{_workflow}/runs?limit=1";
        await Eventually.True(async () => await TotalAsync($"{runs}&status=completed") == _leads.Count, () => $"all runs are completed; the app wrote:\n{_app.Output}", TimeSpan.FromMinutes(2));
        Assert.Equal(_leads.Count, await TotalAsync(runs));
        var tasks = (await _app.Api.GetAsync("/crm/tasks?limit=100")).GetProperty("data").EnumerateArray().Select(task => task.GetProperty("title").GetString()!["Call ".Length..]);
        Assert.Equal(_leads.Order(), tasks.Order());
    }

    private async Task<int> TotalAsync(string list) => (await _app.Api.GetAsync(list)).GetProperty("total_items").GetInt32();

    private static string Id(JsonElement created) => created.GetProperty("id").GetString()!;
}
