using System.Diagnostics.Metrics;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Cadenza.Functions.Platform.Observability;

/// <summary>
/// Counts the calls of an official storage client: the meter <c>Cadenza.Storage</c>, counter <c>storage.operations</c> by
/// <c>kind</c>. It stands before the retries, so that a call counts once. Clients that a host gives count by themselves.
/// </summary>
/// <param name="kindOf">What a request does, or null for what is not counted.</param>
internal sealed class StorageMeterPolicy(Func<Request, string?> kindOf) : HttpPipelineSynchronousPolicy
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Cadenza.Storage";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Operations = Meter.CreateCounter<long>("storage.operations", description: "Requests to tables and queues, by kind");

    /// <inheritdoc/>
    public override void OnSendingRequest(HttpMessage message)
    {
        if (Operations.Enabled && kindOf(message.Request) is { } kind) Operations.Add(1, new KeyValuePair<string, object?>("kind", kind));
    }
}
