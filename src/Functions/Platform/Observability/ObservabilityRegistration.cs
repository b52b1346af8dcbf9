using Azure.Monitor.OpenTelemetry.Exporter;
using Cadenza.Functions.Platform.Configuration;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Cadenza.Functions.Platform.Observability;

/// <summary>Adds what is measured, and its way out of the app where one is configured.</summary>
internal static class ObservabilityRegistration
{
    private const string ServiceName = "cadenza";

    // Told so, the Functions host leaves the app's logs to the app; else each would be in Application Insights twice.
    private const string SendsLogsItself = "WorkerOpenTelemetryEnabled";

    /// <summary>Adds metrics and spans; where no exporter is configured nobody listens to them, and nothing more is added.</summary>
    public static IServiceCollection AddObservability(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton<FunctionTelemetry>();
        var options = TelemetryOptions.Read(settings);
        if (!options.IsOn) return services;
        var telemetry = services.AddOpenTelemetry().ConfigureResource(Describe);
        var toInsights = options.AzureMonitor is not null;
        if (options.Logs || toInsights) telemetry.WithLogging(logs => Export(logs, options), logger => logger.IncludeFormattedMessage = true);
        if (options.Traces || toInsights) telemetry.WithTracing(traces => Export(Instrument(traces), options));
        if (options.Metrics || toInsights || options.Prometheus is not null) telemetry.WithMetrics(metrics => Export(Instrument(metrics), options));
        if (toInsights) services.LeaveLogsToTheApp();
        if (options.Prometheus is { } listen)
        {
            services.AddSingleton(provider => new PrometheusServer(listen, provider.GetRequiredService<MeterProvider>()));
            services.AddHostedService(provider => provider.GetRequiredService<PrometheusServer>());
        }

        return services;
    }

    // What the operator says of the service goes before what the app says.
    private static void Describe(ResourceBuilder resource) => resource
        .AddService(ServiceName, serviceNamespace: ServiceName, serviceVersion: typeof(ObservabilityRegistration).Assembly.GetName().Version!.ToString(3))
        .AddEnvironmentVariableDetector();

    private static TracerProviderBuilder Instrument(TracerProviderBuilder traces) => traces
        .AddSource(FunctionTelemetry.Name)
        .AddAspNetCoreInstrumentation(requests => requests.EnrichWithHttpRequest = (span, _) => SpanAddresses.HideIncoming(span))
        .AddHttpClientInstrumentation(calls => calls.EnrichWithHttpRequestMessage = (span, request) => SpanAddresses.HideOutgoing(span, request.RequestUri));

    private static MeterProviderBuilder Instrument(MeterProviderBuilder metrics) => metrics
        .AddMeter(FunctionTelemetry.Name, StorageMeterPolicy.MeterName)
        .AddAspNetCoreInstrumentation()
        .AddHttpClientInstrumentation()
        .AddRuntimeInstrumentation()
        // Users name hosts to call: a series for each of them would have no bound.
        .AddView(instrument => instrument.Meter.Name is "System.Net.Http" or "System.Net.NameResolution"
            ? new MetricStreamConfiguration { TagKeys = ["http.request.method", "http.response.status_code", "http.connection.state", "error.type"] }
            : null);

    private static void Export(LoggerProviderBuilder logs, TelemetryOptions options)
    {
        if (options.Logs) logs.AddOtlpExporter();
        if (options.AzureMonitor is { } insights) logs.AddAzureMonitorLogExporter(insights.Apply);
    }

    private static void Export(TracerProviderBuilder traces, TelemetryOptions options)
    {
        if (options.Traces) traces.AddOtlpExporter();
        if (options.AzureMonitor is { } insights) traces.AddAzureMonitorTraceExporter(insights.Apply);
    }

    private static void Export(MeterProviderBuilder metrics, TelemetryOptions options)
    {
        if (options.Metrics) metrics.AddOtlpExporter();
        if (options.AzureMonitor is { } insights) metrics.AddAzureMonitorMetricExporter(insights.Apply);
        if (options.Prometheus is not null) metrics.AddPrometheusExporter();
    }

    private static void LeaveLogsToTheApp(this IServiceCollection services) =>
        services.Configure<WorkerOptions>(worker => worker.Capabilities[SendsLogsItself] = bool.TrueString);
}
