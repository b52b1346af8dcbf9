using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Cadenza.Functions.Platform.Observability;

/// <summary>
/// Sends metrics and traces to a collector while the app runs, and what is left when it stops. A collector that does not
/// answer loses measurements and nothing else.
/// </summary>
internal sealed class Export(ExportOptions options) : IHostedService, IDisposable
{
    private static readonly string[] Meters =
        [FunctionTelemetry.Name, StorageMeterPolicy.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    // The framework's span of a request: it carries on what the caller's traceparent began, and whether that is recorded.
    private const string RequestSource = "Microsoft.AspNetCore";
    private const int FlushMilliseconds = 3000;
    private MeterProvider? _metrics;
    private TracerProvider? _traces;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(Describe)
            .AddMeter(Meters)
            .AddOtlpExporter((exporter, reader) =>
            {
                options.Configure(exporter, "metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)options.MetricsInterval.TotalMilliseconds;
            })
            .Build();
        _traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(Describe)
            .AddSource(FunctionTelemetry.Name, RequestSource)
            .AddOtlpExporter((OtlpExporterOptions exporter) => options.Configure(exporter, "traces"))
            .Build();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _traces?.ForceFlush(FlushMilliseconds);
        _metrics?.ForceFlush(FlushMilliseconds);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private void Describe(ResourceBuilder resource) => resource.AddService(options.ServiceName, serviceNamespace: "cadenza");
}
