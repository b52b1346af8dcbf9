using Azure.Data.Tables;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Sequences;

namespace Cadenza.Functions.Sequences.Storage;

/// <summary>
/// What an earlier version of the app wrote of messages, a row each (<see cref="EarlierLedgerRows"/>). It is read where it lies;
/// before a step is sent on, what is known of its messages is taken over, and whoever may still run the earlier version is
/// kept from sending what is left.
/// </summary>
internal sealed class EarlierLedger(StorageTables tables, TimeProvider clock)
{
    private const int MaxWrites = 100;

    /// <summary>What is known of messages to contacts of a chunk.</summary>
    public async Task<List<NotedEntry>> ReadAsync(LedgerPlace place, IReadOnlyCollection<ContactId> contacts, CancellationToken cancellation)
    {
        var known = new List<NotedEntry>();
        foreach (var shard in contacts.GroupBy(contact => contact.Shard))
        {
            var found = await FindAsync(place.KeyPrefix(shard.Key), [.. shard], cancellation);
            known.AddRange(found.Messages.Select(message => message.Noted));
        }

        return known;
    }

    /// <summary>The same, once nobody can send any of the messages by the earlier rows.</summary>
    public async Task<List<NotedEntry>> TakeAsync(LedgerPlace place, IReadOnlyCollection<ContactId> contacts, CancellationToken cancellation)
    {
        var known = new List<NotedEntry>();
        foreach (var shard in contacts.GroupBy(contact => contact.Shard))
        {
            List<ContactId> members = [.. shard.Order()];
            known.AddRange(await OptimisticWrite.RunAsync(() => TakeAsync(place.KeyPrefix(shard.Key), members, cancellation)));
        }

        return known;
    }

    private async Task<List<NotedEntry>> TakeAsync(string partition, List<ContactId> contacts, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var found = await FindAsync(partition, [.. contacts], cancellation);
        var open = found.Messages.Select(message => message.OpenWave).OfType<ContactId>().Distinct().Select(wave => EarlierLedgerRows.Close(partition, wave, now));
        var rest = contacts.Except(found.Messages.Select(message => message.Noted.Entry.Contact)).Except(found.Moved).Select(contact => EarlierLedgerRows.Move(partition, contact, now));
        var live = found.Messages.Where(message => !message.IsToldByReceipt && EarlierLedgerRows.IsLive(message.Row))
            .Select(message => new TableTransactionAction(TableTransactionActionType.UpdateMerge, EarlierLedgerRows.Retire(message.Row), message.Row.ETag));
        foreach (var part in open.Concat(rest).Select(StorageErrors.Add).Concat(live).Chunk(MaxWrites))
        {
            await tables.Ledger.SubmitTransactionAsync(part, cancellation);
        }

        return [.. found.Messages.Select(message => message.Noted)];
    }

    private async Task<Found> FindAsync(string partition, HashSet<ContactId> wanted, CancellationToken cancellation)
    {
        var rows = new List<TableEntity>();
        var receipts = new Dictionary<string, TableEntity>(StringComparer.Ordinal);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey ge {EarlierLedgerRows.Key(wanted.Min())} and RowKey le {EarlierLedgerRows.ReceiptKey(wanted.Max())}");
        await foreach (var row in tables.Ledger.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            if (EarlierLedgerRows.IsReceipt(row)) receipts.Add(row.RowKey, row);
            else if (wanted.Contains(ContactId.Parse(row.RowKey))) rows.Add(row);
        }

        var messages = new List<Message>();
        foreach (var row in rows.Where(row => !EarlierLedgerRows.IsMoved(row)))
        {
            messages.Add(await ReadAsync(row, receipts, cancellation));
        }

        return new Found(messages, [.. rows.Where(EarlierLedgerRows.IsMoved).Select(row => ContactId.Parse(row.RowKey))]);
    }

    private async Task<Message> ReadAsync(TableEntity row, Dictionary<string, TableEntity> receipts, CancellationToken cancellation)
    {
        if (EarlierLedgerRows.WaveOf(row) is not { } wave) return new Message(row, EarlierLedgerRows.ToEntry(row), null);
        var key = EarlierLedgerRows.ReceiptKey(wave);
        if (!receipts.TryGetValue(key, out var receipt))
        {
            // Of a wave that began before the contacts asked for, the receipt lies before them too.
            var found = await tables.Ledger.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, key, cancellationToken: cancellation);
            if (!found.HasValue) return new Message(row, EarlierLedgerRows.ToEntry(row), wave);
            receipts.Add(key, receipt = found.Value!);
        }

        var noted = EarlierLedgerRows.ToEntry(row, receipt);
        return new Message(row, noted, null) { IsToldByReceipt = noted.Entry.Status == LedgerStatus.Sent };
    }

    private sealed record Message(TableEntity Row, NotedEntry Noted, ContactId? OpenWave)
    {
        public bool IsToldByReceipt { get; init; }
    }

    private sealed record Found(IReadOnlyList<Message> Messages, IReadOnlyList<ContactId> Moved);
}
