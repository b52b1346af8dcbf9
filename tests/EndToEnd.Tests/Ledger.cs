using Azure.Data.Tables;

namespace Cadenza.EndToEnd.Tests;

/// <summary>What the ledger of an app says, read from its storage once the app has ended.</summary>
internal static class Ledger
{
    /// <summary>The outcome of every message, by contact id and step from 0.</summary>
    /// <param name="storage">The app's storage connection, with one sequence in it.</param>
    public static async Task<Dictionary<(string Contact, int Step), string>> ReadAsync(string storage)
    {
        var outcomes = new Dictionary<(string, int), string>();
        await foreach (var row in new TableServiceClient(storage).GetTableClient("ledger").QueryAsync<TableEntity>())
        {
            var step = row.PartitionKey.Split('|')[3];
            outcomes.Add((row.RowKey, int.Parse(step)), row.GetString("Status")!);
        }

        return outcomes;
    }
}
