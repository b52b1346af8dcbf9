using Cadenza.Domain.Execution;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Tests.Workflows;

/// <summary>An organization of its own in an app, with workflows put straight into storage and events sent over HTTP.</summary>
internal sealed class WorkflowWorld(AppFixture app, HttpClient client, string organization)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public OrganizationId Organization { get; } = OrganizationId.Parse(organization);

    public HttpClient Client => client;

    public RunStore Runs => app.Services.GetRequiredService<RunStore>();

    public static async Task<WorkflowWorld> CreateAsync(AppFixture app)
    {
        var organization = "w" + Guid.NewGuid().ToString("N")[..12];
        return new WorkflowWorld(app, await app.ClientOfAsync(organization), organization);
    }

    /// <summary>A live workflow of steps that follow one another, or along the edges given.</summary>
    public async Task<Workflow> ActivateAsync(
        string trigger, string steps, string? constraints = null, string? filters = null, (string From, string To, string? Label)[]? edges = null, string? configuration = null)
    {
        var read = JsonElement.Parse(steps).EnumerateArray()
            .Select(step => new WorkflowStep(step.GetProperty("id").GetString()!, step.GetProperty("type").GetString()!, null, step.GetProperty("config").Clone()))
            .ToList();
        var ways = edges is null
            ? read.Zip(read.Skip(1), (from, to) => new WorkflowEdge(from.Id, to.Id))
            : edges.Select(edge => new WorkflowEdge(edge.From, edge.To, edge.Label));
        var content = new WorkflowContent(
            "Test",
            null,
            new WorkflowTrigger(trigger, Json(configuration)),
            Json(constraints),
            Json(filters),
            new WorkflowGraph(read, [.. ways], read[0].Id),
            null);
        var store = app.Services.GetRequiredService<WorkflowStore>();
        var now = (app.Clock ?? TimeProvider.System).GetUtcNow();
        var made = await store.CreateAsync(
            Organization,
            number => new Workflow(WorkflowId.Create(Guid.CreateVersion7()), Organization, number, "Test", null, WorkflowStatus.Active, 1, 1, "secret", default, now, now) { LiveTrigger = trigger },
            content,
            CancellationToken.None);
        return made.Workflow;
    }

    public Task<JsonElement> SendAsync(string type, string data, string? id = null, string? subject = null) => SendAsync(new[] { (type, data, id, subject) });

    public async Task<JsonElement> SendAsync(IReadOnlyList<(string Type, string Data, string? Id, string? Subject)> events)
    {
        var body = "[" + string.Join(',', events.Select(one =>
            $$"""{"specversion":"1.0","id":"{{one.Id ?? Guid.NewGuid().ToString()}}","source":"/tests","type":"{{one.Type}}"{{(one.Subject is null ? "" : $",\"subject\":\"{one.Subject}\"")}},"data":{{one.Data}}}""")) + "]";
        using var response = await client.CallAsync("POST", "/events", body);
        return await response.JsonAsync(202);
    }

    /// <summary>The runs of a workflow once there are so many, all of them over.</summary>
    public async Task<List<Run>> RunsAsync(Workflow workflow, int count, Func<Run, bool>? until = null)
    {
        until ??= run => run.IsOver;
        List<Run> runs = [];
        await Eventually.True(
            async () =>
            {
                // A timer that is armed for a moment that has passed fires when the clock of a test moves again.
                app.Clock?.Leap(TimeSpan.FromMilliseconds(1));
                runs = await Runs.ListAsync(Organization, workflow.Id, RunFilter.All, 0, 1000, CancellationToken.None);
                return runs.Count >= count && runs.All(until);
            },
            $"{count} runs are there",
            Patience);
        return runs;
    }

    /// <summary>The event as GET answers it, once it is decided what comes of it.</summary>
    public async Task<JsonElement> DecidedAsync(string id)
    {
        JsonElement answer = default;
        await Eventually.True(
            async () =>
            {
                using var response = await client.CallAsync("GET", $"/events/{id}");
                answer = await response.JsonAsync(200);
                return answer.GetProperty("status").GetString() == "decided";
            },
            "the event is decided about",
            Patience);
        return answer;
    }

    private static JsonElement? Json(string? text) => text is null ? null : JsonElement.Parse(text);
}
