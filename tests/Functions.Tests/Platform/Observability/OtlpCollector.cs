using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Tests.Platform.Observability;

/// <summary>A span that reached the collector.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Trace">The trace that it belongs to, in hexadecimal.</param>
/// <param name="Id">Its id, in hexadecimal.</param>
/// <param name="Parent">The id of the span that led to it, empty when it is the first.</param>
internal sealed record CollectedSpan(string Name, string Trace, string Id, string Parent);

/// <summary>A collector of telemetry as OTLP over HTTP has it: it keeps what it receives.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    // Of ExportTraceServiceRequest down to spans: resource_spans, scope_spans, spans.
    private static readonly int[] ToSpans = [1, 2, 2];

    private readonly ConcurrentQueue<(string Signal, byte[] Body, string Tenant)> _received = new();
    private readonly WebApplication _web;

    private OtlpCollector(WebApplication web) => _web = web;

    /// <summary>Where it listens.</summary>
    public string Address => _web.Urls.Single();

    /// <summary>The signals that something came of.</summary>
    public IEnumerable<string> Signals => _received.Select(one => one.Signal).Distinct();

    /// <summary>The values of the header <c>x-tenant</c> that came.</summary>
    public IEnumerable<string> Tenants => _received.Select(one => one.Tenant).Distinct();

    /// <summary>The spans that came.</summary>
    public IReadOnlyList<CollectedSpan> Spans =>
    [
        .. from one in _received
           where one.Signal == "traces"
           from span in ToSpans.Aggregate(Enumerable.Repeat((ReadOnlyMemory<byte>)one.Body, 1), (messages, step) => messages.SelectMany(message => Protobuf.Fields(message, step)))
           select new CollectedSpan(Encoding.UTF8.GetString(Protobuf.Field(span, 5).Span), Hex(span, 1), Hex(span, 2), Hex(span, 4)),
    ];

    /// <summary>Starts one.</summary>
    public static async Task<OtlpCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new OtlpCollector(builder.Build());
        collector._web.MapPost("/v1/{signal}", collector.KeepAsync);
        await collector._web.StartAsync();
        return collector;
    }

    /// <summary>All that came of a signal (<c>logs</c>, <c>metrics</c>, <c>traces</c>); protobuf writes its texts as they are, so they can be looked for.</summary>
    public string Text(string signal) => string.Concat(_received.Where(one => one.Signal == signal).Select(one => Encoding.UTF8.GetString(one.Body)));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private static string Hex(ReadOnlyMemory<byte> span, int field) => Convert.ToHexStringLower(Protobuf.Field(span, field).Span);

    private async Task KeepAsync(HttpRequest request, string signal)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        _received.Enqueue((signal, body.ToArray(), request.Headers["x-tenant"].ToString()));
    }
}
