using System.Collections.Concurrent;
using System.Text;
using Cadenza.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Tests.Platform.Observability;

/// <summary>Issue 3, platform: metrics and traces reach a collector that is configured, over real HTTP.</summary>
public sealed class ExportTests
{
    [Fact]
    public async Task Export_WhenACollectorIsConfigured_SendsItMetricsAndTraces()
    {
        var received = new ConcurrentDictionary<string, string>();
        await using var collector = await CollectorAsync(received);
        await using (var app = new AppFixture
        {
            Settings =
            [
                ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.Single()),
                ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
                ("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=cadenza-tests"),
                ("OTEL_METRIC_EXPORT_INTERVAL", "100"),
            ],
        })
        {
            await app.InitializeAsync();
            await (await app.Client.CallAsync("POST", "/contacts", """{"email":"secret-person@example.com"}""")).JsonAsync(201);
            await Eventually.True(() => received.GetValueOrDefault("/v1/metrics", "").Contains("CreateContact", StringComparison.Ordinal), "metrics arrive");
        }

        // Stopping the app sends what is left.
        var traces = received["/v1/traces"];
        Assert.Contains("CreateContact", traces, StringComparison.Ordinal);
        Assert.Contains("cadenza.organization", traces, StringComparison.Ordinal);
        Assert.Contains("cadenza.function.duration", received["/v1/metrics"], StringComparison.Ordinal);
        Assert.All(received.Values, text => Assert.DoesNotContain("secret-person", text, StringComparison.Ordinal));
        Assert.All(received.Values, text => Assert.DoesNotContain(AppFixture.Key, text, StringComparison.Ordinal));
        Assert.All(received.Values, text => Assert.Contains("cadenza-tests", text, StringComparison.Ordinal));
    }

    // Protobuf writes its texts as they are, so they can be looked for.
    private static async Task<WebApplication> CollectorAsync(ConcurrentDictionary<string, string> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = builder.Build();
        collector.MapPost("/v1/{signal}", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            var text = Encoding.Latin1.GetString(body.ToArray()) + request.Headers["x-tenant"];
            received.AddOrUpdate(request.Path.Value!, text, (_, earlier) => earlier + text);
        });
        await collector.StartAsync();
        return collector;
    }
}
