using System.IO.Compression;
using System.Text.Json;
using Azure.Data.Tables;
using Cadenza.LocalHost.Storage;

namespace Cadenza.EndToEnd.Tests;

/// <summary>What the ledger of an app says, read from its storage once the app has ended.</summary>
internal static class Ledger
{
    /// <summary>The outcome of every message, by contact id and step from 0.</summary>
    /// <param name="storage">The app's storage connection, with one sequence in it.</param>
    public static async Task<Dictionary<(string Contact, int Step), LedgerLine>> ReadAsync(string storage)
    {
        var rows = new List<TableEntity>();
        var sent = new HashSet<(string Partition, string Contact)>();
        await foreach (var row in StorageClients.Tables(storage).GetTableClient("ledger").QueryAsync<TableEntity>())
        {
            // A receipt tells for all messages of a wave that they were sent at the first attempt.
            if (row.RowKey.EndsWith('~')) sent.UnionWith(SentOf(row).Keys.Select(contact => (row.PartitionKey, contact)));
            else rows.Add(row);
        }

        return rows.ToDictionary(
            row => (row.RowKey, int.Parse(row.PartitionKey.Split('|')[3])),
            row => row.GetString("Wave") is not null && sent.Contains((row.PartitionKey, row.RowKey))
                ? new LedgerLine("Sent", null)
                : new LedgerLine(row.GetString("Status")!, row.GetString("Reason")));
    }

    private static Dictionary<string, string?> SentOf(TableEntity receipt)
    {
        if (receipt.GetString("Sent") is { } text) return JsonSerializer.Deserialize<Dictionary<string, string?>>(text)!;
        using var joined = new MemoryStream();
        for (var part = 0; receipt.GetBinary($"Sent{part}") is { } bytes; part++) joined.Write(bytes);
        joined.Position = 0;
        using var json = new BrotliStream(joined, CompressionMode.Decompress);
        return JsonSerializer.Deserialize<Dictionary<string, string?>>(json)!;
    }
}

/// <summary>What the ledger says of one message.</summary>
internal sealed record LedgerLine(string Status, string? Reason);
