using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cadenza.TestKit;

namespace Cadenza.Benchmarks.Experiments;

/// <summary>Leads of a workflow: how fast they come in, travel, and stand still. Each in a process of its own, over HTTP.</summary>
internal static class LeadWorkflows
{
    private const int Imported = 60_000;
    private const int Travelling = 30_000;
    private const int Paused = 50_000;
    private const int NodesEach = 5;
    private static readonly object Wait = new { delay_days = 1 };
    private static readonly object Pass = new { delay_minutes = 0 };

    /// <summary>How fast a CSV file is enrolled, from the first octet to the answer.</summary>
    public static Task<IReadOnlyList<Figure>> ImportAsync() => OnServerAsync(async client =>
    {
        var workflow = await WaitingAsync(client);
        var seconds = await UploadAsync(client, workflow, Imported);
        return new Figure("import_leads_per_second", Imported / seconds, "1/s", new Dictionary<string, object> { ["leads"] = Imported, ["seconds"] = seconds });
    });

    /// <summary>How fast leads go through five nodes, one of them a branch, without any wait.</summary>
    public static Task<IReadOnlyList<Figure>> StepAsync() => OnServerAsync(async client =>
    {
        var workflow = await IdAsync(client, "/v1/workflows", new { name = "Bench" });
        var first = await NodeAsync(client, workflow, "TIME", Pass);
        var branch = await NodeAsync(client, workflow, "CONDITIONAL", new { logic = "AND", conditions = new[] { new { field = "group", @operator = "equals", value = "a" } } });
        var (yes, no) = (await NodeAsync(client, workflow, "TIME", Pass), await NodeAsync(client, workflow, "TIME", Pass));
        var last = await NodeAsync(client, workflow, "TIME", Pass);
        var end = await NodeAsync(client, workflow, "CONVERTED", new { });
        await EdgeAsync(client, workflow, first, branch);
        await EdgeAsync(client, workflow, branch, yes, "true");
        await EdgeAsync(client, workflow, branch, no, "false");
        await EdgeAsync(client, workflow, yes, last);
        await EdgeAsync(client, workflow, no, last);
        await EdgeAsync(client, workflow, last, end);
        await UploadAsync(client, workflow, Travelling);
        var clock = Stopwatch.StartNew();
        await CallAsync(client, workflow, "activate");
        await UntilAsync(client, workflow, "completed", Travelling);
        var seconds = clock.Elapsed.TotalSeconds;
        return new Figure(
            "lead_node_steps_per_second", Travelling * NodesEach / seconds, "1/s", new Dictionary<string, object> { ["leads"] = Travelling, ["nodes_each"] = NodesEach, ["seconds"] = seconds });
    });

    /// <summary>How long it takes to pause 50,000 leads that wait.</summary>
    public static Task<IReadOnlyList<Figure>> PauseAsync() => OnServerAsync(async client =>
    {
        var workflow = await WaitingAsync(client);
        await UploadAsync(client, workflow, Paused);
        await CallAsync(client, workflow, "activate");
        await UntilAsync(client, workflow, "in_progress", Paused);
        var pause = await CallAsync(client, workflow, "pause");
        var resume = await CallAsync(client, workflow, "resume");
        return new Figure("pause_50k_leads_seconds", pause, "s", new Dictionary<string, object> { ["leads"] = Paused, ["resume_seconds"] = resume });
    });

    private static async Task<IReadOnlyList<Figure>> OnServerAsync(Func<HttpClient, Task<Figure>> measure)
    {
        using var folder = new TemporaryFolder();
        await using var app = await ServerProcess.StartAsync(Storages.Embedded(folder));
        using var client = app.CreateClient();
        return [await measure(client)];
    }

    private static async Task<string> WaitingAsync(HttpClient client)
    {
        var workflow = await IdAsync(client, "/v1/workflows", new { name = "Bench" });
        var wait = await NodeAsync(client, workflow, "TIME", Wait);
        await EdgeAsync(client, workflow, wait, await NodeAsync(client, workflow, "CONVERTED", new { }));
        return workflow;
    }

    private static Task<string> NodeAsync(HttpClient client, string workflow, string type, object config) =>
        IdAsync(client, $"/v1/workflows/{workflow}/nodes", new { node_type = type, config });

    private static Task<string> EdgeAsync(HttpClient client, string workflow, string from, string to, string? label = null) =>
        IdAsync(client, $"/v1/workflows/{workflow}/edges", new { from_node_id = from, to_node_id = to, label });

    private static async Task<string> IdAsync(HttpClient client, string path, object body)
    {
        using var response = await client.PostAsJsonAsync(path, body);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private static async Task<double> UploadAsync(HttpClient client, string workflow, int leads)
    {
        var file = new StringBuilder("phone_number,name,city,group\n");
        for (var number = 0; number < leads; number++)
            file.Append(CultureInfo.InvariantCulture, $"+1415{number:D7},Lead number {number},\"Paris, France\",{(number % 2 == 0 ? 'a' : 'b')}\n");
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(file.ToString())), "file", "leads.csv" } };
        var clock = Stopwatch.StartNew();
        using var response = await client.PostAsync($"/v1/workflows/{workflow}/leads", form);
        response.EnsureSuccessStatusCode();
        return clock.Elapsed.TotalSeconds;
    }

    private static async Task<double> CallAsync(HttpClient client, string workflow, string call)
    {
        var clock = Stopwatch.StartNew();
        (await client.PostAsync($"/v1/workflows/{workflow}/{call}", null)).EnsureSuccessStatusCode();
        return clock.Elapsed.TotalSeconds;
    }

    private static Task UntilAsync(HttpClient client, string workflow, string status, int leads) => Eventually.True(
        async () =>
        {
            // Each look reads a row for every hundred leads, so that looking often would be a load of its own.
            await Task.Delay(50);
            var page = await client.GetFromJsonAsync<JsonElement>($"/v1/workflows/{workflow}/leads?status={status}&limit=1");
            return page.GetProperty("meta").GetProperty("total").GetInt32() == leads;
        },
        $"all leads are {status}",
        TimeSpan.FromMinutes(3));
}
