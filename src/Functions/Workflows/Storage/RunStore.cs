using System.Collections.Concurrent;
using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Execution;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Caching;

namespace Cadenza.Functions.Workflows.Storage;

/// <summary>A run as stored, and the version of its row; null for one that is not stored yet.</summary>
internal sealed record StoredRun(Run Run, ETag? Version);

/// <summary>A run to store.</summary>
/// <param name="Read">As it was read, or null when it is new.</param>
/// <param name="Run">As it is now.</param>
internal sealed record RunToSave(StoredRun? Read, Run Run);

/// <summary>Which runs are asked for.</summary>
/// <param name="Statuses">In one of these; none means all.</param>
/// <param name="Causes">Started by one of these; none means all.</param>
internal sealed record RunFilter(IReadOnlyCollection<RunStatus> Statuses, IReadOnlyCollection<RunCause> Causes)
{
    /// <summary>Asks for all runs.</summary>
    public static RunFilter All { get; } = new([], []);
}

/// <summary>How many runs there are, and when the last one was started.</summary>
internal sealed record RunCount(int Total, DateTimeOffset? LastAt);

/// <summary>
/// Runs. Table <c>runs</c>, partition <c>organization|workflow</c>: <c>r|inverted id</c> is a run, the newest first, since ids
/// begin with their time; <c>n|shard</c> counts runs by status and cause, written in the transaction that changes them.
/// </summary>
internal sealed class RunStore(StorageTables tables)
{
    /// <summary>The most runs stored at once.</summary>
    public const int MaxSaved = 99;

    private const int Shards = 8;
    private const int MaxRaces = 60;
    private const int MaxCounted = 10_000;
    private const string RunColumn = "Run";
    private const string LastAtColumn = "LastAt";

    // The counters this process wrote last, so that it need not read them before each write.
    private readonly BoundedCache<string, ConcurrentQueue<CounterRow>> _counters = new(MaxCounted);

    /// <summary>Stores runs of one workflow, all of them or none; answers their new versions, in the same order.</summary>
    /// <exception cref="RequestFailedException">409 or 412: one of the runs was stored by somebody else meanwhile.</exception>
    public async Task<IReadOnlyList<ETag>> SaveAsync(OrganizationId organization, WorkflowId workflow, IReadOnlyList<RunToSave> runs, CancellationToken cancellation)
    {
        var partition = Partition(organization, workflow);
        var free = _counters.GetOrAdd(partition, static key => new(Enumerable.Range(0, Shards).Select(shard => new CounterRow(key, shard, null, null))));
        for (var race = 1; ; race++)
        {
            if (!free.TryDequeue(out var counter)) counter = new CounterRow(partition, Random.Shared.Next(Shards), null, null);
            var isKept = false;
            try
            {
                if (counter.Row is null) counter = await ReadAsync(counter, cancellation);
                var counted = counter.Count(runs);
                List<TableTransactionAction> actions = [.. runs.Select(run => ToAction(partition, run)), counted];
                var responses = (await tables.Runs.SubmitTransactionAsync(actions, cancellation)).Value;
                free.Enqueue(counter with { Row = (TableEntity)counted.Entity, Version = responses[^1].NewETag() });
                isKept = true;
                RunMeter.Saved(runs);
                return [.. responses.Take(runs.Count).Select(response => response.NewETag())];
            }
            catch (TableTransactionFailedException error) when (error.FailedTransactionActionIndex == runs.Count && race < MaxRaces)
            {
                // Another process counted in this shard: count anew on what it wrote.
            }
            finally
            {
                if (!isKept) free.Enqueue(counter with { Row = null, Version = null });
            }
        }
    }

    /// <summary>The run, or null.</summary>
    public async Task<StoredRun?> GetAsync(OrganizationId organization, WorkflowId workflow, RunId id, CancellationToken cancellation)
    {
        var row = await tables.Runs.GetEntityIfExistsAsync<TableEntity>(Partition(organization, workflow), Key(id), cancellationToken: cancellation);
        return row.HasValue ? FromRow(row.Value!) : null;
    }

    /// <summary>Runs of a workflow, the newest first.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="workflow">The workflow.</param>
    /// <param name="filter">Which runs are wanted.</param>
    /// <param name="skip">Passes over so many.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<List<Run>> ListAsync(
        OrganizationId organization, WorkflowId workflow, RunFilter filter, int skip, int limit, CancellationToken cancellation)
    {
        var found = new List<Run>();
        await foreach (var run in ReadAsync(organization, workflow, filter, null, cancellation))
        {
            if (skip-- > 0) continue;
            found.Add(run.Run);
            if (found.Count == limit) break;
        }

        return found;
    }

    /// <summary>Runs of a workflow, the newest first, those that are older than one.</summary>
    public IAsyncEnumerable<StoredRun> ReadAsync(
        OrganizationId organization, WorkflowId workflow, RunFilter filter, RunId? before, CancellationToken cancellation)
    {
        var from = before is { } last ? Key(last) : "r|";
        var range = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(organization, workflow)} and RowKey gt {from} and RowKey lt {"r" + RowKey.AfterSeparator}");
        return StoredAsync(range + AnyOf("Status", filter.Statuses) + AnyOf("Cause", filter.Causes), cancellation);
    }

    /// <summary>How many runs of a workflow there are.</summary>
    public async Task<RunCount> CountAsync(OrganizationId organization, WorkflowId workflow, RunFilter filter, CancellationToken cancellation)
    {
        var query = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(organization, workflow)} and RowKey gt {"n|"} and RowKey lt {"n" + RowKey.AfterSeparator}");
        var total = 0;
        DateTimeOffset? lastAt = null;
        await foreach (var row in tables.Runs.QueryAsync<TableEntity>(query, cancellationToken: cancellation))
        {
            foreach (var status in filter.Statuses.Count > 0 ? filter.Statuses : Enum.GetValues<RunStatus>())
            {
                foreach (var cause in filter.Causes.Count > 0 ? filter.Causes : Enum.GetValues<RunCause>()) total += row.GetInt32(Cell(status, cause)) ?? 0;
            }

            var at = row.GetDateTimeOffset(LastAtColumn);
            if (lastAt is null || at > lastAt) lastAt = at ?? lastAt;
        }

        return new RunCount(total, lastAt);
    }

    /// <summary>Removes runs that were over before a time, in a bounded number, and answers them.</summary>
    public async Task<List<Run>> PurgeAsync(OrganizationId organization, WorkflowId workflow, DateTimeOffset before, int limit, CancellationToken cancellation)
    {
        var partition = Partition(organization, workflow);
        var from = RowKey.Join("r", Inverted(before));
        var query = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {from} and RowKey lt {"r" + RowKey.AfterSeparator}");
        var old = new List<StoredRun>();
        await foreach (var stored in StoredAsync(query, cancellation))
        {
            // The rows are in the order of their start: one that waited long may have ended just now, and is kept from then on.
            if (stored.Run is { IsOver: true, EndedAt: { } ended } && ended < before) old.Add(stored);
            if (old.Count == limit) break;
        }

        foreach (var batch in old.Chunk(MaxSaved)) await RemoveAsync(partition, batch, cancellation);
        return [.. old.Select(stored => stored.Run)];
    }

    private async Task RemoveAsync(string partition, IReadOnlyList<StoredRun> runs, CancellationToken cancellation) => await OptimisticWrite.RunAsync(async () =>
    {
        var counter = await ReadAsync(new CounterRow(partition, Random.Shared.Next(Shards), null, null), cancellation);
        List<TableTransactionAction> actions =
        [
            .. runs.Select(run => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(partition, Key(run.Run.Id)), run.Version ?? ETag.All)),
            counter.Forget(runs),
        ];
        await tables.Runs.SubmitTransactionAsync(actions, cancellation);
        return true;
    });

    private async IAsyncEnumerable<StoredRun> StoredAsync(string query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        const int PageSize = 200;
        await foreach (var row in tables.Runs.QueryAsync<TableEntity>(query, PageSize, cancellationToken: cancellation)) yield return FromRow(row);
    }

    private async Task<CounterRow> ReadAsync(CounterRow counter, CancellationToken cancellation)
    {
        var row = await tables.Runs.GetEntityIfExistsAsync<TableEntity>(counter.Partition, counter.Key, cancellationToken: cancellation);
        return row.HasValue
            ? counter with { Row = row.Value, Version = row.Value!.ETag }
            : counter with { Row = new TableEntity(counter.Partition, counter.Key) { [RowKey.SchemaColumn] = RowKey.Schema }, Version = null };
    }

    private static TableTransactionAction ToAction(string partition, RunToSave save)
    {
        var row = new TableEntity(partition, Key(save.Run.Id))
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            ["Status"] = save.Run.Status.ToString(),
            ["Cause"] = save.Run.Cause.ToString(),
        };
        JsonColumn.Write(row, RunColumn, save.Run, StorageJson.Default.Run);
        return save.Read?.Version is { } version ? StorageErrors.Replace(row, version) : StorageErrors.Add(row);
    }

    private static StoredRun FromRow(TableEntity row) => new(
        JsonColumn.Read(row, RunColumn, StorageJson.Default.Run) ?? throw new InvalidDataException($"Row {row.RowKey} lacks {RunColumn}."), row.ETag);

    // Names of enumerations hold nothing that would have to be quoted.
    private static string AnyOf<T>(string column, IReadOnlyCollection<T> values)
        where T : struct, Enum =>
        values.Count == 0 ? "" : $" and ({string.Join(" or ", values.Select(value => $"{column} eq '{value}'"))})";

    private static string Partition(OrganizationId organization, WorkflowId workflow) => RowKey.Join(organization.ToString(), workflow.ToString());

    // The time comes first in an id of version 7; upside down, the newest is the first.
    private static string Key(RunId id) => RowKey.Join("r", Inverted(id.At), id.ToString());

    private static string Inverted(DateTimeOffset at) => (long.MaxValue - at.ToUnixTimeMilliseconds()).ToString("D19", CultureInfo.InvariantCulture);

    private static string Cell(RunStatus status, RunCause cause) => $"{status}{cause}";

    private sealed record CounterRow(string Partition, int Shard, TableEntity? Row, ETag? Version)
    {
        public string Key => RowKey.Join("n", RowKey.Number(Shard, 2));

        public TableTransactionAction Count(IReadOnlyList<RunToSave> runs)
        {
            var next = Copy();
            foreach (var save in runs)
            {
                if (save.Read is { Version: not null } read) Add(next, read.Run, -1);
                Add(next, save.Run, 1);
                if (next.GetDateTimeOffset(LastAtColumn) is not { } last || save.Run.CreatedAt > last) next[LastAtColumn] = save.Run.CreatedAt;
            }

            return Write(next);
        }

        public TableTransactionAction Forget(IReadOnlyList<StoredRun> runs)
        {
            var next = Copy();
            foreach (var run in runs) Add(next, run.Run, -1);
            return Write(next);
        }

        private TableEntity Copy()
        {
            var copy = new TableEntity(Partition, Key) { [RowKey.SchemaColumn] = RowKey.Schema };
            foreach (var status in Enum.GetValues<RunStatus>())
            {
                foreach (var cause in Enum.GetValues<RunCause>()) copy.Put(Cell(status, cause), Row!.GetInt32(Cell(status, cause)));
            }

            copy.Put(LastAtColumn, Row!.GetDateTimeOffset(LastAtColumn));
            return copy;
        }

        private TableTransactionAction Write(TableEntity next) => Version is { } version ? StorageErrors.Replace(next, version) : StorageErrors.Add(next);

        private static void Add(TableEntity row, Run run, int change)
        {
            var cell = Cell(run.Status, run.Cause);
            row[cell] = (row.GetInt32(cell) ?? 0) + change;
        }
    }
}
