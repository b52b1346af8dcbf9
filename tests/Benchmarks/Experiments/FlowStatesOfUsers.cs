using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Cadenza.Benchmarks.Experiments;

/// <summary>
/// GET /v1/public/flowStates with a public key, by 8 clients that keep their connections: 200 live flows, of which each of
/// 500 users gets ten and is in the middle of two.
/// </summary>
internal static class FlowStatesOfUsers
{
    private const int Clients = 8;
    private const int Flows = 200;
    private const int Segments = 20;
    private const int Users = 500;

    /// <summary>Runs on a storage.</summary>
    public static async Task<IReadOnlyList<Figure>> RunAsync(string storage)
    {
        await using var app = await ServerProcess.StartAsync(storage);
        using var client = app.CreateClient();
        var slugs = await MakeFlowsAsync(client);
        await MakeUsersAsync(client, slugs);
        using var made = await client.PostAsJsonAsync("/keys", new { name = "bench", kind = "public" });
        var key = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString()!;
        var answer = await client.GetStringAsync("/v1/public/flowStates?userId=user-0");
        await LoadAsync(app.Address, key, TimeSpan.FromSeconds(4));
        var before = app.ProcessorTime;
        var (latencies, seconds) = await LoadAsync(app.Address, key, TimeSpan.FromSeconds(8));
        var processor = (app.ProcessorTime - before).TotalMilliseconds / latencies.Count;
        latencies.Sort();
        var detail = new Dictionary<string, object>
        {
            ["clients"] = Clients,
            ["flows"] = Flows,
            ["users"] = Users,
            ["requests"] = latencies.Count,
            ["octets_an_answer"] = answer.Length,
            ["processor_ms_a_request"] = Math.Round(processor, 3),
        };
        return
        [
            new Figure("flow_states_per_second", latencies.Count / seconds, "1/s", detail),
            new Figure("flow_states_p50_ms", latencies[latencies.Count / 2], "ms", detail),
            new Figure("flow_states_p99_ms", latencies[latencies.Count * 99 / 100], "ms", detail),
        ];
    }

    private static async Task<List<string>> MakeFlowsAsync(HttpClient client)
    {
        var slugs = new List<string>();
        for (var number = 0; number < Flows; number++)
        {
            using var created = await client.PostAsJsonAsync("/v1/flows", new
            {
                name = $"Flow {number}",
                data = "title: Welcome\nsteps:\n  - id: one\n    title: First\n  - id: two\n    title: Second\n  - id: three\n    title: Third\n",
                targetingLogic = $"user.property('plan') isIn ['pro', 'team'] && user.property('segment') == 's{number % Segments}' && user.event('login').count >= 1",
            });
            var flow = await created.Content.ReadFromJsonAsync<JsonElement>();
            using var activated = await client.PutAsJsonAsync($"/v1/flows/{flow.GetProperty("id").GetInt64()}/activate", new { });
            activated.EnsureSuccessStatusCode();
            slugs.Add(flow.GetProperty("slug").GetString()!);
        }

        return slugs;
    }

    private static async Task MakeUsersAsync(HttpClient client, List<string> slugs)
    {
        await Parallel.ForAsync(0, Users, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (user, cancellation) =>
        {
            var segment = user % Segments;
            using var told = await client.PostAsJsonAsync("/v1/public/users", new
            {
                userId = $"user-{user}",
                properties = new { plan = "pro", segment = $"s{segment}", email = $"user-{user}@example.com", seats = user },
                events = new[] { new { @event = "login" } },
            }, cancellation);
            told.EnsureSuccessStatusCode();
            foreach (var slug in new[] { slugs[segment], slugs[segment + Segments] })
            {
                using var begun = await client.PostAsJsonAsync(
                    "/v1/public/flowStates", new { userId = $"user-{user}", flowSlug = slug, stepId = "one", actionType = "COMPLETED_STEP" }, cancellation);
                begun.EnsureSuccessStatusCode();
            }
        });
    }

    private static async Task<(List<double> Latencies, double Seconds)> LoadAsync(Uri address, string key, TimeSpan length)
    {
        var clock = Stopwatch.StartNew();
        var latencies = await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            var taken = new List<double>();
            using var connection = await RawConnection.OpenAsync(address);
            for (var number = client; clock.Elapsed < length; number += Clients)
            {
                var started = Stopwatch.GetTimestamp();
                var status = await connection.GetAsync($"/v1/public/flowStates?userId=user-{number % Users}", key);
                if (status != 200) throw new InvalidOperationException($"GET /v1/public/flowStates answered {status}.");
                taken.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            return taken;
        })));
        return ([.. latencies.SelectMany(taken => taken)], clock.Elapsed.TotalSeconds);
    }
}
