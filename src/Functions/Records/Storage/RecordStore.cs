using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Records;

namespace Cadenza.Functions.Records.Storage;

/// <summary>A record and what is kept with it.</summary>
/// <param name="Record">The record.</param>
internal sealed record RecordContent(CrmRecord Record)
{
    /// <summary>What steps of workflows did to it last, the oldest first.</summary>
    public IReadOnlyList<RecordEffect> Effects { get; init; } = [];

    /// <summary>The moment whose passing was told as overdue; null when none was.</summary>
    public DateTimeOffset? OverdueFor { get; init; }
}

/// <summary>A record as stored, and the version of its row.</summary>
internal sealed record StoredRecord(RecordContent Content, ETag Version)
{
    public CrmRecord Record => Content.Record;
}

/// <summary>Records; see <see cref="RecordRows"/> for their rows. Each method costs one operation.</summary>
internal sealed class RecordStore(StorageTables tables)
{
    /// <summary>The most open records of one owner and shard that are counted.</summary>
    public const int MaxCounted = 1000;

    private static readonly string[] KeyAlone = ["PartitionKey", "RowKey"];

    /// <summary>The record and its version, or null.</summary>
    public async Task<StoredRecord?> FindAsync(OrganizationId organization, RecordModule module, RecordId id, CancellationToken cancellation)
    {
        var row = await tables.Records.GetEntityIfExistsAsync<TableEntity>(
            RecordRows.Partition(organization, module, id.Shard), RecordRows.Key(id), cancellationToken: cancellation);
        return row.HasValue ? RecordRows.FromRow(module, row.Value!) : null;
    }

    /// <summary>Which record an effect made, or null. The record may be gone.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="module">In which module.</param>
    /// <param name="shard">In which shard: that of every id that follows from the key.</param>
    /// <param name="effectKey">The effect.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<RecordId?> FindMadeAsync(
        OrganizationId organization, RecordModule module, int shard, string effectKey, CancellationToken cancellation)
    {
        var row = await tables.Records.GetEntityIfExistsAsync<TableEntity>(
            RecordRows.Partition(organization, module, shard), RecordRows.EffectKey(effectKey), cancellationToken: cancellation);
        return row.HasValue ? RecordId.Parse(row.Value!.Text(RecordRows.MadeColumn)) : null;
    }

    /// <summary>Stores a new record.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="content">The record.</param>
    /// <param name="outbox">The row of its events, or null; of the same partition.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="RequestFailedException">409: the record is there, or the effect that makes it was carried out.</exception>
    public async Task AddAsync(OrganizationId organization, RecordContent content, TableEntity? outbox, CancellationToken cancellation)
    {
        List<TableTransactionAction> actions = [StorageErrors.Add(RecordRows.ToRow(organization, content))];
        if (content.Effects is [var effect]) actions.Add(StorageErrors.Add(RecordRows.Made(organization, content.Record, effect.Key)));
        if (RecordRows.Work(organization, content.Record) is { } work) actions.Add(StorageErrors.Add(work));
        if (outbox is not null) actions.Add(StorageErrors.Add(outbox));
        await tables.Records.SubmitTransactionAsync(actions, cancellation);
    }

    /// <summary>Stores a changed record.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="read">What it replaces.</param>
    /// <param name="content">The record from now on.</param>
    /// <param name="outbox">The row of its events, or null; of the same partition.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="RequestFailedException">412 or 404: it was changed or deleted since it was read.</exception>
    public async Task ReplaceAsync(
        OrganizationId organization, StoredRecord read, RecordContent content, TableEntity? outbox, CancellationToken cancellation)
    {
        var row = RecordRows.ToRow(organization, content);
        var (before, after) = (RecordRows.Work(organization, read.Record), RecordRows.Work(organization, content.Record));
        if (outbox is null && before?.RowKey == after?.RowKey)
        {
            await tables.Records.UpdateEntityAsync(row, read.Version, TableUpdateMode.Replace, cancellation);
            return;
        }

        List<TableTransactionAction> actions = [StorageErrors.Replace(row, read.Version)];
        if (before?.RowKey != after?.RowKey)
        {
            // ETag.All: the version of the record that this transaction replaces has this row, and it holds nothing but its key.
            if (before is not null) actions.Add(new TableTransactionAction(TableTransactionActionType.Delete, before, ETag.All));
            if (after is not null) actions.Add(StorageErrors.Add(after));
        }

        if (outbox is not null) actions.Add(StorageErrors.Add(outbox));
        await tables.Records.SubmitTransactionAsync(actions, cancellation);
    }

    /// <summary>Deletes a record.</summary>
    /// <exception cref="RequestFailedException">412 or 404: it was changed or deleted since it was read.</exception>
    public async Task DeleteAsync(OrganizationId organization, StoredRecord read, CancellationToken cancellation)
    {
        var key = new TableEntity(RecordRows.Partition(organization, read.Record), RecordRows.Key(read.Record.Id));
        List<TableTransactionAction> actions = [new(TableTransactionActionType.Delete, key, read.Version)];
        // ETag.All: as above.
        if (RecordRows.Work(organization, read.Record) is { } work) actions.Add(new TableTransactionAction(TableTransactionActionType.Delete, work, ETag.All));
        await tables.Records.SubmitTransactionAsync(actions, cancellation);
    }

    /// <summary>How many open records of a module a user owns, at most <see cref="MaxCounted"/> a shard: a range read of keys a shard.</summary>
    public async Task<int> CountOpenAsync(OrganizationId organization, RecordModule module, string owner, CancellationToken cancellation)
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, RecordId.Shards).Select(shard => CountOpenAsync(organization, module, owner, shard, cancellation)));
        return counts.Sum();
    }

    /// <summary>The records of a module, the newest first, shard by shard side by side and read page by page as they are enumerated.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="module">The module.</param>
    /// <param name="after">Behind the record of this inverted id; null for all.</param>
    /// <param name="atOnce">How many of a shard to read at once, 1 to 1,000.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async IAsyncEnumerable<CrmRecord> ListAsync(
        OrganizationId organization,
        RecordModule module,
        string? after,
        int atOnce,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        List<IAsyncEnumerator<TableEntity>> shards =
            [.. Enumerable.Range(0, RecordId.Shards).Select(shard => ReadShard(organization, module, shard, after, atOnce, cancellation).GetAsyncEnumerator(cancellation))];
        try
        {
            var waiting = await Task.WhenAll(shards.Select(async shard => await shard.MoveNextAsync() ? shard : null));
            var open = waiting.OfType<IAsyncEnumerator<TableEntity>>().ToList();
            while (open.Count > 0)
            {
                var next = open.MinBy(shard => shard.Current.RowKey, StringComparer.Ordinal)!;
                yield return RecordRows.RecordOf(module, next.Current);
                if (!await next.MoveNextAsync()) open.Remove(next);
            }
        }
        finally
        {
            foreach (var shard in shards) await shard.DisposeAsync();
        }
    }

    private AsyncPageable<TableEntity> ReadShard(
        OrganizationId organization, RecordModule module, int shard, string? after, int atOnce, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {RecordRows.Partition(organization, module, shard)} and RowKey gt {RowKey.Join("r", after ?? "")} and RowKey lt {"r" + RowKey.AfterSeparator}");
        return tables.Records.QueryAsync<TableEntity>(filter, atOnce, cancellationToken: cancellation);
    }

    private async Task<int> CountOpenAsync(OrganizationId organization, RecordModule module, string owner, int shard, CancellationToken cancellation)
    {
        var prefix = RecordRows.WorkPrefix(owner);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {RecordRows.Partition(organization, module, shard)} and RowKey ge {prefix} and RowKey lt {prefix + RowKey.AfterSeparator}");
        var count = 0;
        await foreach (var _ in tables.Records.QueryAsync<TableEntity>(filter, MaxCounted, KeyAlone, cancellation))
        {
            if (++count == MaxCounted) break;
        }

        return count;
    }
}
