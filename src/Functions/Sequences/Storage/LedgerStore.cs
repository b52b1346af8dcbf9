using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Sequences;

namespace Cadenza.Functions.Sequences.Storage;

/// <summary>The part of the ledger that one chunk and one shard of contacts write: all of it in one partition.</summary>
internal sealed record LedgerScope(OrganizationId Organization, SequenceId Sequence, int Version, int Step, int Shard)
{
    /// <summary>The run of contacts who are in the sequence once more, so that their messages are not those of the first time; else null.</summary>
    public Guid? Run { get; private init; }

    /// <summary>The part for contacts of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="isReenrollment">Whether they are in the sequence once more.</param>
    public LedgerScope Of(Guid run, bool isReenrollment) => this with { Run = isReenrollment ? run : null };
}

/// <summary>An entry as it stands.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Version">The version of its row.</param>
/// <param name="At">When that was noted.</param>
/// <param name="OpenWave">
/// The wave it is pending in, when that wave has no receipt yet: to be closed before anybody else decides about the message.
/// </param>
internal sealed record StoredLedgerEntry(LedgerEntry Entry, ETag Version, DateTimeOffset At, ContactId? OpenWave);

/// <summary>
/// The ledger. Table <c>ledger</c>, partition <c>organization|sequence|version|step|shard</c>, and the run
/// where contacts are enrolled once more, a row a message
/// (<see cref="LedgerRows"/>): a second message of the same step to the same contact cannot be inserted. That a message was
/// sent at the first attempt is said by the receipt of its wave, so a message costs one row written, not two.
/// </summary>
internal sealed class LedgerStore(StorageTables tables, TimeProvider clock)
{
    /// <summary>The most entries and receipts of one <see cref="TryWriteAsync"/>: the size of an entity-group transaction.</summary>
    public const int MaxWrites = 100;

    /// <summary>Writes everything, or nothing and answers false when something is there already or changed meanwhile.</summary>
    public async Task<bool> TryWriteAsync(
        LedgerScope scope, IReadOnlyList<LedgerWrite> writes, CancellationToken cancellation, WaveReceipt? receipt = null)
    {
        var partition = Partition(scope);
        var now = clock.GetUtcNow();
        var actions = new List<TableTransactionAction>(writes.Count + 1);
        if (receipt is not null) actions.Add(StorageErrors.Add(LedgerRows.ToRow(partition, receipt with { At = now })));
        actions.AddRange(writes.Select(write => ToAction(write, LedgerRows.ToRow(partition, write, now))));
        return await TrySubmitAsync(actions, cancellation);
    }

    /// <summary>
    /// Closes waves of which nobody knows what became, so that whoever sent them must look again before telling; false when
    /// one of them has told meanwhile.
    /// </summary>
    public Task<bool> TryCloseAsync(LedgerScope scope, IEnumerable<ContactId> waves, CancellationToken cancellation)
    {
        var partition = Partition(scope);
        var now = clock.GetUtcNow();
        var nothing = new Dictionary<ContactId, string?>();
        return TrySubmitAsync([.. waves.Select(wave => StorageErrors.Add(LedgerRows.ToRow(partition, new WaveReceipt(wave, nothing, now))))], cancellation);
    }

    /// <summary>The step's entries of the contacts from one to another, both included.</summary>
    public async Task<Dictionary<ContactId, StoredLedgerEntry>> ReadAsync(
        LedgerScope scope, ContactId from, ContactId to, CancellationToken cancellation)
    {
        var rows = new List<TableEntity>();
        var receipts = new Dictionary<ContactId, WaveReceipt?>();
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Partition(scope)} and RowKey ge {LedgerRows.Key(from)} and RowKey le {LedgerRows.ReceiptKey(to)}");
        await foreach (var row in tables.Ledger.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            if (LedgerRows.IsReceipt(row) && LedgerRows.ToReceipt(row) is var receipt) receipts[receipt.Wave] = receipt;
            else rows.Add(row);
        }

        // Only the receipts of waves that began before the range are not in it.
        foreach (var wave in rows.Select(LedgerRows.WaveOf).OfType<ContactId>().Where(wave => wave.CompareTo(from) < 0).Distinct())
        {
            receipts[wave] = await FindReceiptAsync(scope, wave, cancellation);
        }

        return rows.Select(row => ToStored(row, receipts)).ToDictionary(stored => stored.Entry.Contact);
    }

    /// <summary>What makes a message recognizable to a provider and to its recipient: the key of its ledger row.</summary>
    public static string IdempotencyKey(LedgerScope scope, ContactId contact) => $"{Partition(scope)}|{contact}";

    private async Task<WaveReceipt?> FindReceiptAsync(LedgerScope scope, ContactId wave, CancellationToken cancellation)
    {
        var found = await tables.Ledger.GetEntityIfExistsAsync<TableEntity>(Partition(scope), LedgerRows.ReceiptKey(wave), cancellationToken: cancellation);
        return found.HasValue ? LedgerRows.ToReceipt(found.Value!) : null;
    }

    private static StoredLedgerEntry ToStored(TableEntity row, Dictionary<ContactId, WaveReceipt?> receipts)
    {
        var entry = LedgerRows.ToEntry(row);
        if (LedgerRows.WaveOf(row) is not { } wave) return new StoredLedgerEntry(entry, row.ETag, row.Time("At"), null);
        if (receipts.GetValueOrDefault(wave) is not { } receipt) return new StoredLedgerEntry(entry, row.ETag, row.Time("At"), wave);
        return receipt.Sent.TryGetValue(entry.Contact, out var messageId)
            ? new StoredLedgerEntry(WaveReceipt.Entry(entry.Contact, messageId) with { Warnings = entry.Warnings }, row.ETag, receipt.At, null)
            : new StoredLedgerEntry(entry, row.ETag, row.Time("At"), null);
    }

    private async Task<bool> TrySubmitAsync(List<TableTransactionAction> actions, CancellationToken cancellation)
    {
        if (actions.Count == 0) return true;
        try
        {
            await tables.Ledger.SubmitTransactionAsync(actions, cancellation);
            return true;
        }
        catch (RequestFailedException error) when (error.IsConflict() || error.IsStale())
        {
            return false;
        }
    }

    private static TableTransactionAction ToAction(LedgerWrite write, TableEntity row) => write.Kind switch
    {
        LedgerWriteKind.Insert => StorageErrors.Add(row),
        LedgerWriteKind.Replace => StorageErrors.Replace(row, write.Version),
        // No ETag: this run alone handed the message over, so what it knows stands, whatever anybody guessed meanwhile.
        _ => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row),
    };

    private static string Partition(LedgerScope scope)
    {
        var first = $"{scope.Organization}|{scope.Sequence}|{RowKey.Number(scope.Version, 6)}|{RowKey.Number(scope.Step, 3)}|{RowKey.Number(scope.Shard, 2)}";
        return scope.Run is { } run ? RowKey.Join(first, run.ToString("D")) : first;
    }
}
