using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Cadenza.TestKit;

namespace Cadenza.Benchmarks.Experiments;

/// <summary>PATCH /workflows/{id} with 200 blocks, a fifth of them decisions with branches, which makes a version each time.</summary>
internal static class PatchWorkflow
{
    private const int Blocks = 200;
    private const int WarmUp = 200;
    private const int Patches = 1000;

    /// <summary>Runs on new embedded storage.</summary>
    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        using var folder = new TemporaryFolder();
        await using var app = await ServerProcess.StartAsync(Storages.Embedded(folder));
        using var client = app.CreateClient();
        using var created = await client.PostAsJsonAsync("/workflows", new { name = "Bench", trigger_type = "lead-created", workflow_blocks = Body("Bench") });
        created.EnsureSuccessStatusCode();
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("workflow_id").GetString()!;
        await PatchAsync(client, id, WarmUp);
        var latencies = await PatchAsync(client, id, Patches);
        latencies.Sort();
        var detail = new Dictionary<string, object> { ["blocks"] = Blocks, ["patches"] = latencies.Count, ["p50_ms"] = latencies[latencies.Count / 2] };
        return [new Figure("patch_workflow_200_blocks_p99_ms", latencies[latencies.Count * 99 / 100], "ms", detail)];
    }

    private static async Task<List<double>> PatchAsync(HttpClient client, string id, int count)
    {
        var latencies = new List<double>(count);
        for (var patch = 0; patch < count; patch++)
        {
            var body = new { workflow_blocks = Body($"Call {patch}") };
            var clock = Stopwatch.GetTimestamp();
            using var response = await client.PatchAsJsonAsync($"/workflows/{id}", body);
            response.EnsureSuccessStatusCode();
            _ = await response.Content.ReadAsByteArrayAsync();
            latencies.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
        }

        return latencies;
    }

    // Groups of five: a decision with a step in each branch, and two tasks that read an earlier one.
    private static List<object> Body(string title)
    {
        var blocks = new List<object>();
        for (var group = 0; group < Blocks / 5; group++)
        {
            var condition = new { field = "trigger.source", @operator = "equals", value = "website" };
            var branches = new { then = new[] { Task($"t{group}", title) }, @else = new[] { Task($"e{group}", title) } };
            blocks.Add(new Dictionary<string, object>
            {
                ["$kind"] = "Block",
                ["type"] = "if-else",
                ["id"] = $"d{group}",
                ["inputs"] = new { condition },
                ["branches"] = branches,
            });
            blocks.Add(Task($"a{group}", title));
            blocks.Add(Task($"b{group}", $"{title} {{{{a{group}.id}}}}"));
        }

        return blocks;
    }

    private static Dictionary<string, object> Task(string id, string title) => new()
    {
        ["$kind"] = "Action",
        ["id"] = id,
        ["type"] = "create_task",
        ["name"] = title,
        ["input"] = new { title = $"{title} for {{{{trigger.name}}}}", dueInDays = 2 },
    };
}
