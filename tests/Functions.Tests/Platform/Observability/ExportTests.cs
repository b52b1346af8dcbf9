using Cadenza.Functions.App;
using Cadenza.Functions.Platform.Configuration;
using Cadenza.Functions.Tests.Workflows;
using Cadenza.TestKit.Providers;
using Microsoft.Extensions.Configuration;

namespace Cadenza.Functions.Tests.Platform.Observability;

/// <summary>Issue 15, telemetry: logs, metrics and traces reach the collector that the standard variables name, over real HTTP.</summary>
public sealed class ExportTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Caller = "b7ad6b7169203331";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Export_WhenACollectorIsConfigured_SendsItLogsMetricsAndTraces()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using (var app = Exporting(collector, ("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=cadenza-tests"), ("OTEL_SERVICE_NAME", "our-own-name"), ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment=lab")))
        {
            await app.InitializeAsync();
            await (await app.Client.CallAsync("POST", "/contacts", """{"email":"secret-person@example.com"}""")).JsonAsync(201);
            await Eventually.True(() => collector.Text("metrics").Contains("CreateContact", StringComparison.Ordinal), "metrics arrive");
        }

        // Stopping the app sends what is left.
        Assert.Equal(["logs", "metrics", "traces"], collector.Signals.Order());
        Assert.Equal(["cadenza-tests"], collector.Tenants);
        Assert.Contains("they go to the outbox", collector.Text("logs"), StringComparison.Ordinal);
        Assert.Contains("CreateContact", collector.Text("traces"), StringComparison.Ordinal);
        Assert.Contains("cadenza.organization", collector.Text("traces"), StringComparison.Ordinal);
        foreach (var name in new[] { "cadenza.function.duration", "storage.operations", "http.server.request.duration", "dotnet.gc.collections" })
            Assert.Contains(name, collector.Text("metrics"), StringComparison.Ordinal);
        foreach (var text in collector.Signals.Select(collector.Text))
        {
            Assert.Contains("our-own-name", text, StringComparison.Ordinal);
            Assert.Contains("deployment.environment", text, StringComparison.Ordinal);
            Assert.DoesNotContain("secret-person", text, StringComparison.Ordinal);
            Assert.DoesNotContain(AppFixture.Key, text, StringComparison.Ordinal);
        }
    }

    /// <summary>From the caller's trace over the request, the function, and the queue to the webhook's receiver.</summary>
    [Fact]
    public async Task Trace_WhenARequestHasOne_GoesOnThroughQueuesToWebhooks_WithoutWhatAddressesHide()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var receiver = await ProviderServer.StartAsync();
        receiver.Answer = _ => new ProviderReply(200, "{}");
        await using (var app = Exporting(collector, ("Cadenza__Webhooks__AllowPrivateAddresses", "true")))
        {
            await app.InitializeAsync();
            var world = await WorkflowWorld.CreateAsync(app);
            var workflow = await world.ActivateAsync("lead_created", $$"""[{"id":"tell","type":"webhook","config":{"url":"{{receiver.Address}}/hush-path?token=hush-query"} }]""");
            using var response = await world.Client.CallAsync(
                "POST", "/events", """{"specversion":"1.0","id":"1","source":"/tests","type":"lead_created","data":{}}""", ("traceparent", $"00-{Trace}-{Caller}-01"));
            await response.JsonAsync(202);
            await world.RunsAsync(workflow, 1);
            using var missing = await app.Client.CallAsync("GET", "/contacts/hush-incoming?q=hush-asked");
        }

        var spans = collector.Spans.Where(span => span.Trace == Trace).ToList();
        var request = Assert.Single(spans, span => span.Parent == Caller);
        Assert.Equal("POST /events", request.Name);
        var function = Assert.Single(spans, span => span.Parent == request.Id && span.Name == "SendEvents");
        var queued = Assert.Single(spans, span => span.Name == "WorkReceivedEvents");
        Assert.Equal(function.Id, queued.Parent);
        var call = Assert.Single(spans, span => span.Parent == queued.Id && span.Name == "POST");
        Assert.Equal($"00-{Trace}-{call.Id}-01", Assert.Single(receiver.Requests).Headers["traceparent"]);
        Assert.DoesNotContain("hush-", string.Concat(collector.Signals.Select(collector.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_WhenASignalIsSwitchedOff_SendsTheOthers()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using (var app = Exporting(collector, ("OTEL_TRACES_EXPORTER", "none"), ("OTEL_LOGS_EXPORTER", "none")))
        {
            await app.InitializeAsync();
            using var answer = await app.Client.GetAsync("/contacts", Cancellation);
        }

        Assert.Equal(["metrics"], collector.Signals);
    }

    [Theory]
    [InlineData("always_off", null)]
    [InlineData("Always_Off", "0.5")]
    [InlineData("traceidratio", "0")]
    [InlineData("parentbased_traceidratio", "0.0")]
    public async Task Export_WhenNothingIsSampled_SendsNoSpans(string sampler, string? share)
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using (var app = Exporting(collector, ("OTEL_TRACES_SAMPLER", sampler), ("OTEL_TRACES_SAMPLER_ARG", share ?? "")))
        {
            await app.InitializeAsync();
            using var answer = await app.Client.GetAsync("/contacts", Cancellation);
        }

        Assert.Equal(["logs", "metrics"], collector.Signals.Order());
    }

    /// <summary>Nothing is listened to that goes nowhere, so that neither the start nor a request costs more.</summary>
    [Theory]
    [InlineData(null, false)]
    [InlineData("http://127.0.0.1:4318", true)]
    public void Export_WhereNoneIsConfigured_IsNotThere(string? endpoint, bool isThere)
    {
        var services = Composed(("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint));
        Assert.Equal(isThere, services.Any(service => service.ServiceType.FullName!.StartsWith("OpenTelemetry.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Settings_WhenWrong_AreAllToldAtTheStart()
    {
        var fault = Assert.Throws<SettingsException>(() => Composed(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "ftp://collector"),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=a,secret"),
            ("OTEL_METRICS_EXPORTER", "otlp,statsd"),
            ("OTEL_TRACES_EXPORTER", "prometheus"),
            ("OTEL_TRACES_SAMPLER", "bogus"),
            ("OTEL_TRACES_SAMPLER_ARG", "10%"),
            ("OTEL_EXPORTER_PROMETHEUS_HOST", "metrics.example"),
            ("OTEL_EXPORTER_PROMETHEUS_PORT", "80000")));
        Assert.Equal(
            [
                "OTEL_EXPORTER_OTLP_ENDPOINT must be an http or https URI",
                "OTEL_EXPORTER_OTLP_HEADERS must be key=value, several with commas between",
                "OTEL_EXPORTER_OTLP_PROTOCOL must be grpc or http/protobuf",
                "OTEL_EXPORTER_PROMETHEUS_HOST must be localhost or an IP address",
                "OTEL_EXPORTER_PROMETHEUS_PORT must be a whole number from 0 to 65535",
                "OTEL_METRICS_EXPORTER must be none, or of otlp, prometheus (several with commas)",
                "OTEL_TRACES_EXPORTER must be none, or of otlp (several with commas)",
                "OTEL_TRACES_SAMPLER must be one of always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off, parentbased_traceidratio",
                "OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1",
            ],
            fault.Faults.Order(StringComparer.Ordinal));
    }

    private static AppFixture Exporting(OtlpCollector collector, params (string, string)[] more) => new()
    {
        Settings =
        [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "100"),
            ("Logging__LogLevel__Default", "Information"),
            .. more,
        ],
    };

    private static ServiceCollection Composed(params (string Key, string? Value)[] settings)
    {
        var services = new ServiceCollection();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("AzureWebJobsStorage", (string?)"UseDevelopmentStorage=true"), KeyValuePair.Create("Cadenza:BootstrapKey", (string?)AppFixture.Key), .. settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))])
            .Build();
        CadenzaApplication.AddCapabilities(services, new Settings(configuration));
        return services;
    }
}
