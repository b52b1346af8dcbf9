using Cadenza.Functions.Platform.Configuration;
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

    /// <summary>Adds metrics and spans; where no exporter is configured nobody listens to them, and nothing more is added.</summary>
    public static IServiceCollection AddObservability(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton<FunctionTelemetry>();
        var options = TelemetryOptions.Read(settings);
        if (!options.IsOn) return services;
        var telemetry = services.AddOpenTelemetry().ConfigureResource(Describe);
        if (options.Logs) telemetry.WithLogging(logs => logs.AddOtlpExporter(), logger => logger.IncludeFormattedMessage = true);
        if (options.Traces) telemetry.WithTracing(traces => Instrument(traces).AddOtlpExporter());
        if (options.Metrics || options.Prometheus is not null) telemetry.WithMetrics(metrics => Export(Instrument(metrics), options));
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

    private static MeterProviderBuilder Export(MeterProviderBuilder metrics, TelemetryOptions options)
    {
        if (options.Metrics) metrics.AddOtlpExporter();
        if (options.Prometheus is not null) metrics.AddPrometheusExporter();
        return metrics;
    }
}
