using Cadenza.Functions.Platform.Configuration;
using OpenTelemetry.Exporter;

namespace Cadenza.Functions.Platform.Observability;

/// <summary>Where metrics and traces go: an OpenTelemetry collector, named by the standard variables.</summary>
/// <param name="Endpoint">Its address.</param>
/// <param name="Protocol">gRPC, or HTTP with protobuf.</param>
/// <param name="Headers">What it wants in each request, as <c>name=value,name=value</c>, or null.</param>
/// <param name="ServiceName">What this app is called there.</param>
/// <param name="MetricsInterval">How often metrics are sent.</param>
internal sealed record ExportOptions(Uri Endpoint, OtlpExportProtocol Protocol, string? Headers, string ServiceName, TimeSpan MetricsInterval)
{
    private const string Prefix = "OTEL_EXPORTER_OTLP_";

    /// <summary>Reads and checks the settings; null when no collector is named.</summary>
    public static ExportOptions? Read(Settings settings)
    {
        var endpoint = settings.Address(Prefix + "ENDPOINT");
        var protocol = settings.Optional(Prefix + "PROTOCOL") ?? "grpc";
        var headers = settings.Optional(Prefix + "HEADERS");
        var service = settings.Optional("OTEL_SERVICE_NAME") ?? "cadenza";
        var interval = settings.Integer("OTEL_METRIC_EXPORT_INTERVAL", 60_000, 100, 3_600_000);
        if (protocol is not ("grpc" or "http/protobuf")) settings.Fault(Prefix + "PROTOCOL", "must be grpc or http/protobuf");
        if (endpoint is not null && endpoint.Scheme is not ("http" or "https")) settings.Fault(Prefix + "ENDPOINT", "must be an http or https URI");
        return endpoint is null
            ? null
            : new(endpoint, protocol == "grpc" ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf, headers, service, TimeSpan.FromMilliseconds(interval));
    }

    /// <summary>Sets an exporter of one signal up.</summary>
    /// <param name="exporter">The exporter.</param>
    /// <param name="signal">"traces" or "metrics": the end of the path, over HTTP.</param>
    public void Configure(OtlpExporterOptions exporter, string signal)
    {
        exporter.Protocol = Protocol;
        exporter.Endpoint = Protocol == OtlpExportProtocol.Grpc ? Endpoint : new Uri(Endpoint.AbsoluteUri.TrimEnd('/') + "/v1/" + signal);
        if (Headers is not null) exporter.Headers = Headers;
    }
}
