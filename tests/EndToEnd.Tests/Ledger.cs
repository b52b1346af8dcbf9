using Azure.Data.Tables;
using Cadenza.LocalHost.Storage;

namespace Cadenza.EndToEnd.Tests;

/// <summary>
/// What the ledger of an app says, read from its storage once the app has ended: by what docs/storage.md says of the rows, and
/// not by the app's own code.
/// </summary>
internal static class Ledger
{
    private static readonly string[] Outcomes = ["Pending", "Sent", "Failed", "Suppressed", "Unknown"];

    /// <summary>The outcome of every message, by contact id and step from 0.</summary>
    /// <param name="storage">The app's storage connection, with one sequence in it.</param>
    public static async Task<Dictionary<(string Contact, int Step), LedgerLine>> ReadAsync(string storage)
    {
        var lines = new Dictionary<(string, int), LedgerLine>();
        await foreach (var row in StorageClients.Tables(storage).GetTableClient("ledger").QueryAsync<TableEntity>())
        {
            var step = int.Parse(row.RowKey.Split('|')[1]);
            // Adding and not setting: a contact that two chunks hold is a fault.
            foreach (var (contact, line) in Read(OctetsOf(row))) lines.Add((contact, step), line);
        }

        return lines;
    }

    private static byte[] OctetsOf(TableEntity row)
    {
        using var joined = new MemoryStream();
        for (var part = 0; row.GetBinary($"Entries{part}") is { } octets; part++) joined.Write(octets);
        return joined.ToArray();
    }

    private static IEnumerable<(string Contact, LedgerLine Line)> Read(byte[] octets)
    {
        using var reader = new BinaryReader(new MemoryStream(octets));
        Assert.Equal(1, reader.ReadByte());
        reader.ReadInt64();
        var texts = Enumerable.Range(0, reader.Read7BitEncodedInt()).Select(_ => reader.ReadString()).ToList();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var contact = new Guid(reader.ReadBytes(16), bigEndian: true).ToString("D");
            var head = reader.ReadByte();
            reader.Read7BitEncodedInt64();
            var reason = Has(3) ? texts[reader.Read7BitEncodedInt()] : null;
            if (Has(4)) reader.Read7BitEncodedInt64();
            if (Has(5)) reader.ReadString();
            if (Has(6)) reader.Read7BitEncodedInt();
            if (Has(7))
            {
                for (var counts = 0; counts < 3; counts++) reader.Read7BitEncodedInt();
                reader.ReadBytes(16 * reader.Read7BitEncodedInt());
            }

            yield return (contact, new LedgerLine(Outcomes[head & 7], reason));

            bool Has(int bit) => (head & (1 << bit)) != 0;
        }
    }
}

/// <summary>What the ledger says of one message.</summary>
internal sealed record LedgerLine(string Status, string? Reason);
