using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Cadenza.Domain.Execution;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Workflows.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.Benchmarks.Experiments;

/// <summary>
/// Events over HTTP, each starting a run of three actions that write records (a task, a field and a tag of a lead), without
/// waits: from the first request until the last run is stored.
/// </summary>
internal static class EventRuns
{
    private const int Batch = 100;
    private const string Trigger = "lead_score_changed";
    private static readonly OrganizationId Organization = OrganizationId.Parse("default");

    /// <summary>Runs on a storage; the figures' names end in the suffix.</summary>
    public static async Task<IReadOnlyList<Figure>> RunAsync(string storage, string suffix, int count, int rounds)
    {
        using var operations = new StorageOperations();
        await using var app = await BenchApp.StartAsync(storage);
        var workflow = await AddWorkflowAsync(app, Trigger);
        var leads = await AddLeadsAsync(app, count);
        var seconds = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            operations.Reset();
            seconds.Add(await SendAsync(app, workflow, $"round-{round}", leads, round * count));
        }

        return
        [
            new Figure("event_runs_per_second" + suffix, count / seconds.Min(), "1/s", new Dictionary<string, object> { ["events"] = count, ["seconds"] = seconds }),
            new Figure("storage_operations_per_run" + suffix, operations.Total / (double)count, "operations", operations.ByKind),
        ];
    }

    /// <summary>The same work beside 997 workflows that listen to something else, over the same beside none.</summary>
    public static async Task<IReadOnlyList<Figure>> CompareAsync(string few, string many, int count)
    {
        var alone = await TimeAsync(few, others: 0, count);
        var among = await TimeAsync(many, others: 997, count);
        return [new Figure("event_cost_ratio_1000_workflows", among / alone, "ratio", new Dictionary<string, object> { ["seconds_3"] = alone, ["seconds_1000"] = among })];
    }

    private static async Task<double> TimeAsync(string storage, int others, int count)
    {
        await using var app = await BenchApp.StartAsync(storage);
        for (var other = 0; other < others; other++) await AddWorkflowAsync(app, $"other_{other}");
        Workflow last = null!;
        for (var listener = 0; listener < 3; listener++) last = await AddWorkflowAsync(app, Trigger);
        var leads = await AddLeadsAsync(app, count);
        await SendAsync(app, last, "warm-up", leads.Take(Batch).ToList(), 0);
        return await SendAsync(app, last, "measured", leads, Batch);
    }

    private static async Task<double> SendAsync(BenchApp app, Workflow workflow, string source, List<string> leads, int before)
    {
        var clock = Stopwatch.StartNew();
        foreach (var batch in leads.Chunk(Batch))
        {
            var events = batch.Select(lead => new
            {
                specversion = "1.0",
                id = lead,
                source = $"/bench/{source}",
                type = Trigger,
                subject = lead,
                data = new { module = "leads", entity = new { id = lead, name = "Ada Lovelace", score = 80, round = source } },
            });
            using var response = await app.Client.PostAsJsonAsync("/events", events);
            response.EnsureSuccessStatusCode();
        }

        var runs = app.Services.GetRequiredService<RunStore>();
        var done = new RunFilter([RunStatus.Completed], []);
        while ((await runs.CountAsync(Organization, workflow.Id, done, CancellationToken.None)).Total < before + leads.Count)
        {
            if (clock.Elapsed > TimeSpan.FromMinutes(3)) throw new TimeoutException("The runs did not end in three minutes.");
            await Task.Delay(50);
        }

        return clock.Elapsed.TotalSeconds;
    }

    private static async Task<List<string>> AddLeadsAsync(BenchApp app, int count)
    {
        var leads = new List<string>(count);
        foreach (var batch in Enumerable.Range(0, count).Chunk(32))
        {
            leads.AddRange(await Task.WhenAll(batch.Select(async number =>
            {
                using var response = await app.Client.PostAsJsonAsync("/crm/leads", new { name = $"Lead {number}" });
                response.EnsureSuccessStatusCode();
                return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
            })));
        }

        return leads;
    }

    private static async Task<Workflow> AddWorkflowAsync(BenchApp app, string trigger)
    {
        var steps = new (string Id, string Type, string Config)[]
        {
            ("task", "create_task", """{"title":"Call {{trigger.name}}"}"""),
            ("field", "update_field", """{"field":"status","value":"{{trigger.round}}"}"""),
            ("tag", "add_tag", """{"tag":"{{trigger.round}}"}"""),
        };
        var graph = new WorkflowGraph(
            [.. steps.Select(step => new WorkflowStep(step.Id, step.Type, null, JsonElement.Parse(step.Config)))],
            [new("task", "field"), new("field", "tag")],
            "task");
        var now = DateTimeOffset.UtcNow;
        var made = await app.Services.GetRequiredService<WorkflowStore>().CreateAsync(
            Organization,
            number => new Workflow(WorkflowId.Create(Guid.CreateVersion7()), Organization, number, "Bench", null, WorkflowStatus.Active, 1, 1, "secret", default, now, now) { LiveTrigger = trigger },
            new WorkflowContent("Bench", null, new WorkflowTrigger(trigger, null), JsonElement.Parse("""{">":[{"var":"trigger.score"},50]}"""), null, graph, null),
            CancellationToken.None);
        return made.Workflow;
    }
}
