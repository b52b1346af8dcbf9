using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;

namespace Cadenza.Functions.Sequences.Storage;

/// <summary>A chunk's ledger as stored.</summary>
/// <param name="Ledger">What it says.</param>
/// <param name="Version">The version of its row.</param>
internal sealed record StoredLedger(ChunkLedger Ledger, ETag Version);

/// <summary>
/// The ledger. Table <c>ledger</c>, partition <c>organization|sequence|cohort id</c>, row <c>chunk|step</c>: what became of a
/// step's messages to a chunk, up to a hundred in a row. A contact is in one chunk of one cohort, which its claim says, so a
/// message has one place, and is sent by whoever reserves it there on the version of the row that he read.
/// </summary>
internal sealed class LedgerStore(StorageTables tables, EarlierLedger earlier)
{
    private const string EntriesColumn = "Entries";
    private const string StampColumn = "Stamp";

    /// <summary>What is stored, or null. What an earlier version of the app wrote is moved to its place first, so it is safe to write there then.</summary>
    public async Task<StoredLedger?> OpenAsync(LedgerPlace place, IReadOnlyCollection<ContactId> contacts, CancellationToken cancellation)
    {
        if (await GetAsync(place, cancellation) is { } row) return ToStored(row);
        if (place.IsPacked || contacts.Count == 0) return null;
        var moved = ChunkLedger.Of(await earlier.TakeAsync(place, contacts, cancellation));
        return await TryWriteAsync(place, moved, version: null, cancellation) is { } version
            ? new StoredLedger(moved, version)
            : ToStored((await GetAsync(place, cancellation))!);
    }

    /// <summary>What is known of messages to contacts of a chunk.</summary>
    public async Task<ChunkLedger> ReadAsync(LedgerPlace place, IReadOnlyCollection<ContactId> contacts, CancellationToken cancellation)
    {
        if (await GetAsync(place, cancellation) is { } row) return ToStored(row).Ledger;
        return place.IsPacked || contacts.Count == 0 ? ChunkLedger.Empty : ChunkLedger.Of(await earlier.ReadAsync(place, contacts, cancellation));
    }

    /// <summary>The same of the steps from the first to the place's; one range read.</summary>
    /// <returns>A ledger a step.</returns>
    public async Task<ChunkLedger[]> ReadStepsAsync(LedgerPlace last, IReadOnlyCollection<ContactId> contacts, CancellationToken cancellation)
    {
        var steps = new ChunkLedger?[last.Step + 1];
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Partition(last)} and RowKey ge {Key(last with { Step = 0 })} and RowKey le {Key(last)}");
        await foreach (var row in tables.Ledger.QueryAsync<TableEntity>(filter, cancellationToken: cancellation)) steps[StepOf(row)] = ToStored(row).Ledger;
        return await Task.WhenAll(steps.Select(async (ledger, step) => ledger ?? (last.IsPacked || contacts.Count == 0
            ? ChunkLedger.Empty
            : ChunkLedger.Of(await earlier.ReadAsync(last with { Step = step }, contacts, cancellation)))));
    }

    /// <summary>Every step's ledger of a chunk that is in its place, to be changed.</summary>
    public async Task<List<(LedgerPlace Place, StoredLedger Stored)>> ListAsync(LedgerPlace chunk, CancellationToken cancellation)
    {
        var found = new List<(LedgerPlace, StoredLedger)>();
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Partition(chunk)} and RowKey ge {ChunkKey(chunk) + "|"} and RowKey lt {ChunkKey(chunk) + RowKey.AfterSeparator}");
        await foreach (var row in tables.Ledger.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            found.Add((chunk with { Step = StepOf(row) }, ToStored(row)));
        }

        return found;
    }

    /// <summary>Stores a ledger; null when somebody else wrote it meanwhile.</summary>
    /// <param name="place">Its place.</param>
    /// <param name="ledger">What it is to say.</param>
    /// <param name="version">The version that it replaces; null for one that is not there.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>The version that it has now.</returns>
    public async Task<ETag?> TryWriteAsync(LedgerPlace place, ChunkLedger ledger, ETag? version, CancellationToken cancellation)
    {
        var stamp = Guid.NewGuid();
        var row = new TableEntity(Partition(place), Key(place)) { [RowKey.SchemaColumn] = RowKey.Schema, [StampColumn] = stamp };
        OctetColumns.Write(row, EntriesColumn, ChunkLedgerFormat.Write(ledger));
        try
        {
            var answer = version is { } read
                ? await tables.Ledger.UpdateEntityAsync(row, read, TableUpdateMode.Replace, cancellation)
                : await tables.Ledger.AddEntityAsync(row, cancellation);
            return answer.NewETag();
        }
        catch (RequestFailedException error) when (error.IsConflict() || error.IsStale() || error.IsMissing())
        {
            // Perhaps only the answer was lost, and this is the client's second try: then the row is this one.
            return await GetAsync(place, cancellation) is { } stored && stored.GetGuid(StampColumn) == stamp ? stored.ETag : null;
        }
    }

    private async Task<TableEntity?> GetAsync(LedgerPlace place, CancellationToken cancellation)
    {
        var found = await tables.Ledger.GetEntityIfExistsAsync<TableEntity>(Partition(place), Key(place), cancellationToken: cancellation);
        return found.HasValue ? found.Value : null;
    }

    private static StoredLedger ToStored(TableEntity row) => new(
        ChunkLedgerFormat.Read(OctetColumns.Read(row, EntriesColumn) ?? throw new InvalidDataException($"Row {row.RowKey} of the ledger has no entries.")),
        row.ETag);

    private static string Partition(LedgerPlace place) => RowKey.Join(place.Organization.ToString(), place.Sequence.ToString(), place.Cohort.ToString("D"));

    private static string ChunkKey(LedgerPlace place) => RowKey.Number(place.Chunk, 3);

    private static string Key(LedgerPlace place) => RowKey.Join(ChunkKey(place), RowKey.Number(place.Step, 3));

    private static int StepOf(TableEntity row) => int.Parse(row.RowKey.AsSpan(row.RowKey.IndexOf('|') + 1), System.Globalization.CultureInfo.InvariantCulture);
}
