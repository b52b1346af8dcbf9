using Cadenza.Functions.App;
using Cadenza.Functions.Platform.Configuration;
using Cadenza.TestKit.Providers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Cadenza.Functions.Tests.Platform.Observability;

/// <summary>Issue 17: telemetry goes to Application Insights where its connection string is set, as the Functions host's does.</summary>
public sealed class AzureMonitorTests
{
    private const string Key = "11111111-2222-4333-8444-555555555555";

    [Fact]
    public async Task Export_WhenApplicationInsightsIsConfigured_SendsItLogsMetricsAndTraces()
    {
        await using var ingestion = await ProviderServer.StartAsync();
        ingestion.Answer = _ => new ProviderReply(200, """{"itemsReceived":1,"itemsAccepted":1,"errors":[]}""");
        await using (var app = new AppFixture { Settings = [("APPLICATIONINSIGHTS_CONNECTION_STRING", $"InstrumentationKey={Key};IngestionEndpoint={ingestion.Address}/"), ("APPLICATIONINSIGHTS_STATSBEAT_DISABLED", "true"), ("Logging__LogLevel__Default", "Information")] })
        {
            await app.InitializeAsync();
            await (await app.Client.CallAsync("POST", "/contacts", """{"email":"secret-person@example.com"}""")).JsonAsync(201);
        }

        // Stopping the app sends what is left.
        Assert.All(ingestion.Requests, request => Assert.EndsWith("/track", request.Path, StringComparison.Ordinal));
        var sent = string.Join('\n', ingestion.Requests.Select(request => request.Body));
        foreach (var expected in new[] { Key, "they go to the outbox", "CreateContact", "cadenza.function.duration", "storage.operations" })
            Assert.Contains(expected, sent, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-person", sent, StringComparison.Ordinal);
        Assert.DoesNotContain(AppFixture.Key, sent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("InstrumentationKey=" + Key, true)]
    [InlineData(null, false)]
    public void Host_IsToldWhenTheAppSendsItsLogsItself(string? connection, bool isTold)
    {
        using var services = Composed(("APPLICATIONINSIGHTS_CONNECTION_STRING", connection), ("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "ClientId=3f1f0c8e-0000-4000-8000-000000000001;Authorization=AAD")).BuildServiceProvider();
        Assert.Equal(isTold, services.GetService<IOptions<WorkerOptions>>()?.Value.Capabilities.ContainsKey("WorkerOpenTelemetryEnabled") ?? false);
    }

    [Fact]
    public void Settings_WhenWrong_AreFaultsWithoutValues()
    {
        var fault = Assert.Throws<SettingsException>(() => Composed(("APPLICATIONINSIGHTS_CONNECTION_STRING", "hunter2"), ("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "Authorization=hunter2")));
        Assert.Equal(
            [
                "APPLICATIONINSIGHTS_AUTHENTICATION_STRING must be Authorization=AAD, or ClientId=…;Authorization=AAD",
                "APPLICATIONINSIGHTS_CONNECTION_STRING must be a connection string of Application Insights: InstrumentationKey=…;IngestionEndpoint=…",
            ],
            fault.Faults.Order(StringComparer.Ordinal));
    }

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
