using System.Diagnostics.Metrics;

namespace Cadenza.LocalHost.Storage;

/// <summary>
/// Counts what the embedded clients do: the meter <c>Cadenza.Storage</c>, counters <c>storage.operations</c>, requests by
/// <c>kind</c>, and <c>storage.rows</c>, rows asked to be written or deleted by <c>table</c>.
/// </summary>
internal static class StorageMeter
{
    private static readonly Meter Meter = new("Cadenza.Storage");
    private static readonly Counter<long> Operations = Meter.CreateCounter<long>("storage.operations", description: "Requests to tables and queues, by kind");
    private static readonly Counter<long> Rows = Meter.CreateCounter<long>("storage.rows", description: "Rows asked to be written or deleted, by table");

    public static void Count(string kind)
    {
        if (Operations.Enabled) Operations.Add(1, new KeyValuePair<string, object?>("kind", kind));
    }

    public static void CountRows(string table, int rows)
    {
        if (Rows.Enabled) Rows.Add(rows, new KeyValuePair<string, object?>("table", table));
    }
}
