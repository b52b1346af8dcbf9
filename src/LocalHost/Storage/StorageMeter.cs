using System.Diagnostics.Metrics;

namespace Cadenza.LocalHost.Storage;

/// <summary>Counts requests of the embedded clients: the meter <c>Cadenza.Storage</c>, counter <c>storage.operations</c> by <c>kind</c>.</summary>
internal static class StorageMeter
{
    private static readonly Meter Meter = new("Cadenza.Storage");
    private static readonly Counter<long> Operations = Meter.CreateCounter<long>("storage.operations", description: "Requests to tables and queues, by kind");

    public static void Count(string kind)
    {
        if (Operations.Enabled) Operations.Add(1, new KeyValuePair<string, object?>("kind", kind));
    }
}
