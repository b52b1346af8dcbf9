using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Sequences;

namespace Cadenza.Functions.Storage;

/// <summary>The part of the ledger that one chunk and one shard of contacts write: all of it in one partition.</summary>
internal sealed record LedgerScope(OrganizationId Organization, SequenceId Sequence, int Version, int Step, int Shard);

/// <summary>An entry and the version of its row.</summary>
internal sealed record StoredLedgerEntry(LedgerEntry Entry, ETag Version);

/// <summary>How an entry is written.</summary>
internal enum LedgerWriteKind
{
    /// <summary>The contact has no entry for this step: refused when there is one.</summary>
    Insert,

    /// <summary>Replaces the version that was read: refused when it changed since.</summary>
    Replace,

    /// <summary>The outcome of a message that this run reserved and handed over: written whatever became of the row.</summary>
    Outcome,
}

/// <summary>An entry to be written.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Kind">How.</param>
/// <param name="Version">The version to replace; unset otherwise.</param>
internal sealed record LedgerWrite(LedgerEntry Entry, LedgerWriteKind Kind, ETag Version = default)
{
    /// <summary>A first entry.</summary>
    public static LedgerWrite Insert(LedgerEntry entry) => new(entry, LedgerWriteKind.Insert);

    /// <summary>A change of an entry that was read.</summary>
    public static LedgerWrite Replace(LedgerEntry entry, ETag version) => new(entry, LedgerWriteKind.Replace, version);

    /// <summary>An outcome.</summary>
    public static LedgerWrite Outcome(LedgerEntry entry) => new(entry, LedgerWriteKind.Outcome);
}

/// <summary>
/// The ledger. Table <c>ledger</c>, partition <c>organization|sequence|version|step|shard</c>, row <c>contact</c>: a second
/// message of the same step to the same contact cannot be inserted.
/// </summary>
internal sealed class LedgerStore(StorageTables tables, TimeProvider clock)
{
    /// <summary>The most entries of one <see cref="TryWriteAsync"/>: the size of an entity-group transaction.</summary>
    public const int MaxWrites = 100;

    /// <summary>Writes all of the entries, or none and answers false when one is there already or changed meanwhile.</summary>
    public async Task<bool> TryWriteAsync(LedgerScope scope, IReadOnlyList<LedgerWrite> writes, CancellationToken cancellation)
    {
        if (writes.Count == 0) return true;
        var partition = Partition(scope);
        var now = clock.GetUtcNow();
        try
        {
            await tables.Ledger.SubmitTransactionAsync(writes.Select(write => ToAction(partition, write, now)), cancellation);
            return true;
        }
        catch (RequestFailedException error) when (error.IsConflict() || error.IsStale())
        {
            return false;
        }
    }

    /// <summary>The step's entries of the contacts from one to another, both included.</summary>
    public async Task<Dictionary<ContactId, StoredLedgerEntry>> ReadAsync(
        LedgerScope scope, ContactId from, ContactId to, CancellationToken cancellation)
    {
        var entries = new Dictionary<ContactId, StoredLedgerEntry>();
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Partition(scope)} and RowKey ge {from.ToString()} and RowKey le {to.ToString()}");
        await foreach (var row in tables.Ledger.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            var entry = FromRow(row);
            entries[entry.Contact] = new StoredLedgerEntry(entry, row.ETag);
        }

        return entries;
    }

    /// <summary>What makes a message recognizable to a provider and to its recipient: the key of its ledger row.</summary>
    public static string IdempotencyKey(LedgerScope scope, ContactId contact) => $"{Partition(scope)}|{contact}";

    private static TableTransactionAction ToAction(string partition, LedgerWrite write, DateTimeOffset now)
    {
        var row = ToRow(partition, write.Entry, now);
        return write.Kind switch
        {
            LedgerWriteKind.Insert => StorageErrors.Add(row),
            LedgerWriteKind.Replace => StorageErrors.Replace(row, write.Version),
            // No ETag: this run alone handed the message over, so what it knows stands, whatever anybody guessed meanwhile.
            _ => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row),
        };
    }

    private static TableEntity ToRow(string partition, LedgerEntry entry, DateTimeOffset now)
    {
        var row = new TableEntity(partition, entry.Contact.ToString())
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            ["Status"] = entry.Status.ToString(),
            ["Attempts"] = entry.Attempts,
            ["At"] = now,
        };
        if (entry.Reason is not null) row["Reason"] = entry.Reason;
        if (entry.RetryAt is not null) row["RetryAt"] = entry.RetryAt;
        if (entry.ProviderMessageId is not null) row["MessageId"] = entry.ProviderMessageId;
        return row;
    }

    private static LedgerEntry FromRow(TableEntity row) => new(
        ContactId.Parse(row.RowKey),
        Enum.Parse<LedgerStatus>(row.Text("Status")),
        row.GetString("Reason"),
        row.Number("Attempts"),
        row.GetDateTimeOffset("RetryAt"),
        row.GetString("MessageId"));

    private static string Partition(LedgerScope scope) =>
        $"{scope.Organization}|{scope.Sequence}|{RowKey.Number(scope.Version, 6)}|{RowKey.Number(scope.Step, 3)}|{RowKey.Number(scope.Shard, 2)}";
}
