using System.Diagnostics;
using System.Net.Http.Json;
using Cadenza.TestKit;

namespace Cadenza.Benchmarks.Experiments;

/// <summary>PATCH /sequences/{id} with a new name and new steps, which makes a version each time, by two clients at once.</summary>
internal static class PatchSequence
{
    private const int Clients = 2;
    private const int Patches = 1000;

    /// <summary>Runs on new embedded storage.</summary>
    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        using var folder = new TemporaryFolder();
        await using var app = await ServerProcess.StartAsync(Storages.Embedded(folder));
        using var client = app.CreateClient();
        await PatchAsync(client, Patches);
        var latencies = (await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => PatchAsync(client, Patches)))).SelectMany(list => list).Order().ToList();
        var detail = new Dictionary<string, object> { ["clients"] = Clients, ["patches"] = latencies.Count, ["p50_ms"] = latencies[latencies.Count / 2] };
        return [new Figure("patch_sequence_p99_ms", latencies[latencies.Count * 99 / 100], "ms", detail)];
    }

    private static async Task<List<double>> PatchAsync(HttpClient client, int count)
    {
        var id = await BenchApp.CreateSequenceAsync(client, steps: 2, delayInMinutes: 60);
        var latencies = new List<double>(count);
        for (var patch = 0; patch < count; patch++)
        {
            var body = new { name = $"Bench {patch}", steps = new[] { BenchApp.Step(delayInMinutes: patch) } };
            var clock = Stopwatch.GetTimestamp();
            using var response = await client.PatchAsJsonAsync($"/sequences/{id}", body);
            response.EnsureSuccessStatusCode();
            latencies.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
        }

        return latencies;
    }
}
