using Azure;
using Azure.Data.Tables;
using Cadenza.Functions.Platform.Tables;

namespace Cadenza.Functions.Tests.Fuzz;

/// <summary>All rows of the tables that requests write to, by table and key, with their versions.</summary>
internal static class StoredRows
{
    /// <summary>What is stored now; without what the app notes for itself.</summary>
    public static async Task<Dictionary<string, ETag>> ReadAsync(TableServiceClient service)
    {
        var rows = new Dictionary<string, ETag>();
        foreach (var table in new StorageTables(service).All.Where(table => table.Name != "platform"))
        {
            await foreach (var row in table.QueryAsync<TableEntity>(select: ["PartitionKey", "RowKey"]))
            {
                rows[$"{table.Name}/{row.PartitionKey}/{row.RowKey}"] = row.ETag;
            }
        }

        return rows;
    }

    /// <summary>The keys that were added, changed or deleted between two readings.</summary>
    public static IReadOnlyList<string> Differences(Dictionary<string, ETag> before, Dictionary<string, ETag> after) =>
    [
        .. after.Where(row => !before.TryGetValue(row.Key, out var version) || version != row.Value).Select(row => row.Key),
        .. before.Keys.Where(key => !after.ContainsKey(key)),
    ];
}
