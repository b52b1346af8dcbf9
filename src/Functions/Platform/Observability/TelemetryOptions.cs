using System.Globalization;
using System.Net;
using Cadenza.Functions.Platform.Configuration;

namespace Cadenza.Functions.Platform.Observability;

/// <summary>What of the app's telemetry leaves it, as the standard variables of OpenTelemetry say.</summary>
/// <param name="Logs">Whether logs go to the collector.</param>
/// <param name="Metrics">Whether metrics go to the collector.</param>
/// <param name="Traces">Whether spans go to the collector.</param>
/// <param name="Prometheus">Where Prometheus finds the metrics; null is nowhere.</param>
/// <param name="AzureMonitor">Where Application Insights is; null is nowhere.</param>
internal sealed record TelemetryOptions(bool Logs, bool Metrics, bool Traces, IPEndPoint? Prometheus, AzureMonitorOptions? AzureMonitor)
{
    private const string Collector = "OTEL_EXPORTER_OTLP_";
    private const string Scraped = "OTEL_EXPORTER_PROMETHEUS_";
    private const string ToCollector = "otlp";
    private const string ToPrometheus = "prometheus";
    private const string ToNowhere = "none";
    private const int PrometheusPort = 9464;
    private const string Sampler = "OTEL_TRACES_SAMPLER";
    private static readonly string[] Samplers = ["always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio"];

    /// <summary>Whether anything leaves the app.</summary>
    public bool IsOn => Logs || Metrics || Traces || Prometheus is not null || AzureMonitor is not null;

    /// <summary>Reads and checks what the app decides by; the libraries read the rest by themselves.</summary>
    public static TelemetryOptions Read(Settings settings)
    {
        var endpoint = settings.Address(Collector + "ENDPOINT");
        if (endpoint is not null && endpoint.Scheme is not ("http" or "https")) settings.Fault(Collector + "ENDPOINT", "must be an http or https URI");
        if (settings.Optional(Collector + "PROTOCOL") is not (null or "grpc" or "http/protobuf")) settings.Fault(Collector + "PROTOCOL", "must be grpc or http/protobuf");
        if (settings.Optional(Collector + "HEADERS") is { } headers && !headers.Split(',').All(IsHeader)) settings.Fault(Collector + "HEADERS", "must be key=value, several with commas between");
        settings.Optional("OTEL_SERVICE_NAME");
        settings.Optional("OTEL_RESOURCE_ATTRIBUTES");
        settings.Integer("OTEL_METRIC_EXPORT_INTERVAL", 60_000, 100, 3_600_000);
        CheckSampler(settings);
        var usual = endpoint is null ? ToNowhere : ToCollector;
        var logs = Exporters(settings, "OTEL_LOGS_EXPORTER", usual, [ToCollector]);
        var metrics = Exporters(settings, "OTEL_METRICS_EXPORTER", usual, [ToCollector, ToPrometheus]);
        var traces = Exporters(settings, "OTEL_TRACES_EXPORTER", usual, [ToCollector]);
        var scraped = new IPEndPoint(Host(settings), settings.Integer(Scraped + "PORT", PrometheusPort, 0, 65_535));
        return new(logs.Contains(ToCollector), metrics.Contains(ToCollector), traces.Contains(ToCollector), metrics.Contains(ToPrometheus) ? scraped : null, AzureMonitorOptions.Read(settings));
    }

    // The library throws for any other, in the middle of the start.
    private static bool IsHeader(string pair) => pair.IndexOf('=', StringComparison.Ordinal) is var at && pair[..Math.Max(at, 0)].Trim().Length > 0;

    // The library takes no notice of any other, and records every trace.
    private static void CheckSampler(Settings settings)
    {
        if (settings.Optional(Sampler) is { } sampler && !Samplers.Contains(sampler, StringComparer.OrdinalIgnoreCase))
            settings.Fault(Sampler, $"must be one of {string.Join(", ", Samplers)}");
        if (settings.Optional(Sampler + "_ARG") is { } share && !(double.TryParse(share, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= 1))
            settings.Fault(Sampler + "_ARG", "must be a number from 0 to 1");
    }

    private static string[] Exporters(Settings settings, string key, string usual, string[] known)
    {
        var chosen = (settings.Optional(key) ?? usual).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (chosen is [ToNowhere]) return [];
        if (!chosen.All(known.Contains)) settings.Fault(key, $"must be {ToNowhere}, or of {string.Join(", ", known)} (several with commas)");
        return chosen;
    }

    private static IPAddress Host(Settings settings)
    {
        var host = settings.Optional(Scraped + "HOST") ?? "localhost";
        if (host == "localhost") return IPAddress.Loopback;
        if (IPAddress.TryParse(host, out var address)) return address;
        settings.Fault(Scraped + "HOST", "must be localhost or an IP address");
        return IPAddress.Loopback;
    }
}
