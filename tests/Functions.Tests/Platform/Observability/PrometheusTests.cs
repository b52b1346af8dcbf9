using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Azure.Storage.Queues;
using Cadenza.Functions.Events;
using Cadenza.Functions.Platform.Observability;
using Cadenza.Functions.Tests.Workflows;

namespace Cadenza.Functions.Tests.Platform.Observability;

/// <summary>Issue 15, telemetry: metrics for Prometheus on a port of its own, and a dashboard that uses their names.</summary>
public sealed partial class PrometheusTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_AreOnAPortOfTheirOwn_AndTheDashboardUsesTheirNames()
    {
        await using var app = new AppFixture
        {
            Settings = [("OTEL_METRICS_EXPORTER", "prometheus"), ("OTEL_EXPORTER_PROMETHEUS_PORT", "0")],
        };
        await app.InitializeAsync();
        using var prometheus = new HttpClient { BaseAddress = app.Services.GetRequiredService<PrometheusServer>().Address };
        Assert.Equal("127.0.0.1", prometheus.BaseAddress!.Host);
        Assert.NotEqual(app.Address.Port, prometheus.BaseAddress.Port);
        using (var elsewhere = await prometheus.GetAsync("/contacts", Cancellation)) Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
        using (var below = await prometheus.GetAsync("/metrics/x", Cancellation)) Assert.Equal(HttpStatusCode.NotFound, below.StatusCode);
        using (var rebound = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { Host = "evil.example" } })
        using (var refused = await prometheus.SendAsync(rebound, Cancellation)) Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        using (var inTheApp = await app.Client.GetAsync("/metrics", Cancellation)) Assert.Equal(HttpStatusCode.NotFound, inTheApp.StatusCode);

        await ScenarioAsync(app);
        var text = "";
        var used = UsedByTheDashboard();
        IEnumerable<string> Missing() => used.Where(name => !text.Contains($"\n{name}{{", StringComparison.Ordinal) && !text.Contains($"\n{name} ", StringComparison.Ordinal));
        await Eventually.True(
            async () =>
            {
                text = await prometheus.GetStringAsync("/metrics", Cancellation);
                return !Missing().Any();
            },
            () => $"what the dashboard uses is exposed; not there: {string.Join(", ", Missing())} in\n{text}");

        Assert.Contains("channel=\"email\"", Line(text, "cadenza_messages_total"), StringComparison.Ordinal);
        Assert.Contains("outcome=\"sent\"", Line(text, "cadenza_messages_total"), StringComparison.Ordinal);
        Assert.Contains("status=\"completed\"", Line(text, "cadenza_runs_total"), StringComparison.Ordinal);
        // Being scraped is not counted among the app's requests.
        Assert.DoesNotContain("http_route=\"/metrics\"", text, StringComparison.Ordinal);
    }

    private static string Line(string text, string name) => string.Concat(text.Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal)));

    // One of each: a message, a run, an event that cannot be read, a driver that the sweep found.
    private static async Task ScenarioAsync(AppFixture app)
    {
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync("lead_created", """[{"id":"tell","type":"emit_event","config":{"type":"told"}}]""");
        await world.SendAsync("lead_created", "{}");
        await world.RunsAsync(workflow, 1);
        await (await app.Client.CallAsync("POST", "/contacts", """{"email":"reader@example.com"}""")).JsonAsync(201);
        await (await app.Client.CallAsync("POST", "/sequences", """
            {"custom_id":"now","is_continuous":false,"filter":null,"steps":[{"delay_in_minutes":0,"action":{"type":"send_emails","data":{
             "from_email":"me@example.com","email_sender_name":"Me","email_is_transactional":false,"email_subject":"Hello","email_body":"You"}}}]}
            """)).JsonAsync(201);
        await (await app.Client.CallAsync("PUT", "/sequences/now/start")).JsonAsync(200);
        await app.Services.GetRequiredService<QueueServiceClient>().GetQueueClient(EventQueue.QueueName).SendMessageAsync("no event", Cancellation);
        app.Services.GetRequiredService<Telemetry>().Swept(TimeSpan.FromMinutes(2));
    }

    private static string[] UsedByTheDashboard()
    {
        var dashboard = JsonNode.Parse(File.ReadAllText(SourceTree.Path("dashboards", "cadenza.json")))!;
        var queries = dashboard["panels"]!.AsArray().SelectMany(panel => panel!["targets"]?.AsArray() ?? []).Select(target => target!["expr"]!.GetValue<string>()).ToList();
        Assert.True(queries.Count >= 8);
        var names = queries.SelectMany(query => MetricName().Matches(query).Select(match => match.Value)).Distinct().ToArray();
        Assert.All(queries, query => Assert.Matches(MetricName(), query));
        return names;
    }

    [GeneratedRegex(@"\b(cadenza|storage|http|dotnet|process)_[a-z0-9_]*[a-z0-9](?=[\[{])")]
    private static partial Regex MetricName();
}
