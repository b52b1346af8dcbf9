using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Sequences;

namespace Cadenza.Functions.Sequences.Storage;

/// <summary>Names one cohort.</summary>
internal sealed record CohortKey(string Organization, string Sequence, int Ordinal)
{
    /// <summary>The organization it belongs to.</summary>
    public OrganizationId OrganizationId() => Domain.Organizations.OrganizationId.Parse(Organization);

    /// <summary>The id of its sequence.</summary>
    public SequenceId SequenceId() => Domain.Sequences.SequenceId.Parse(Sequence);
}

/// <summary>A run: a cohort by its id.</summary>
/// <param name="Id">The cohort's id.</param>
/// <param name="Organization">The organization it belongs to.</param>
/// <param name="Sequence">Its sequence.</param>
/// <param name="Ordinal">The cohort's number; null while it is to be made.</param>
internal sealed record CohortRun(Guid Id, string Organization, string Sequence, int? Ordinal)
{
    /// <summary>The cohort's place, or null while it is to be made.</summary>
    public CohortKey? Key => Ordinal is { } ordinal ? new CohortKey(Organization, Sequence, ordinal) : null;
}

/// <summary>A cohort as stored, the version of its row, and the time of its entry in the due index, if it has one.</summary>
internal sealed record StoredCohort(Cohort Cohort, ETag Version, DateTimeOffset? DueEntryAt);

/// <summary>
/// Cohorts. Table <c>cohorts</c>, partition <c>organization|sequence</c>, row <c>ordinal</c> is a cohort; partition
/// <c>organization</c>, row <c>run|id</c> tells which cohort a run is.
/// </summary>
internal sealed class CohortStore(StorageTables tables)
{
    private const string SequenceColumn = "Sequence";
    private const string OrdinalColumn = "Ordinal";

    /// <summary>Notes which cohort a run is, or that it is to become one. Noting it twice changes nothing.</summary>
    public Task NoteRunAsync(CohortRun run, CancellationToken cancellation)
    {
        var row = new TableEntity(run.Organization, RunKey(run.Id))
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            [SequenceColumn] = run.Sequence,
        };
        row.Put(OrdinalColumn, run.Ordinal);
        // Merge without ETag: the sequence never changes, and the ordinal is only ever added.
        return tables.Cohorts.UpsertEntityAsync(row, TableUpdateMode.Merge, cancellation);
    }

    /// <summary>The run with this id, or null.</summary>
    public async Task<CohortRun?> FindRunAsync(OrganizationId organization, Guid run, CancellationToken cancellation)
    {
        var row = await tables.Cohorts.GetEntityIfExistsAsync<TableEntity>(organization.ToString(), RunKey(run), cancellationToken: cancellation);
        return row.HasValue ? new CohortRun(run, organization.ToString(), row.Value!.Text(SequenceColumn), row.Value!.GetInt32(OrdinalColumn)) : null;
    }

    /// <summary>The cohort that a run is, or null while it is to become one.</summary>
    public async Task<Cohort?> GetAsync(CohortRun run, CancellationToken cancellation) =>
        run.Key is { } key && await GetAsync(key, cancellation) is { Cohort: var cohort } && cohort.Id == run.Id ? cohort : null;

    /// <summary>Stores a new cohort; false when there is one of that ordinal.</summary>
    public async Task<bool> AddAsync(CohortKey key, Cohort cohort, DateTimeOffset dueEntryAt, CancellationToken cancellation)
    {
        try
        {
            await tables.Cohorts.AddEntityAsync(ToRow(key, cohort, dueEntryAt), cancellation);
            return true;
        }
        catch (RequestFailedException error) when (error.IsConflict())
        {
            return false;
        }
    }

    /// <summary>The cohort, or null.</summary>
    public async Task<StoredCohort?> GetAsync(CohortKey key, CancellationToken cancellation)
    {
        var row = await tables.Cohorts.GetEntityIfExistsAsync<TableEntity>(Partition(key.Organization, key.Sequence), OrdinalKey(key.Ordinal), cancellationToken: cancellation);
        return row.HasValue ? FromRow(row.Value!) : null;
    }

    /// <summary>Stores a changed cohort.</summary>
    /// <exception cref="RequestFailedException">412: it changed since it was read.</exception>
    public Task UpdateAsync(CohortKey key, StoredCohort read, Cohort changed, DateTimeOffset? dueEntryAt, CancellationToken cancellation) =>
        tables.Cohorts.UpdateEntityAsync(ToRow(key, changed, dueEntryAt), read.Version, TableUpdateMode.Replace, cancellation);

    /// <summary>Removes a cohort of a removed sequence, and the note of its run; what is not there is no error.</summary>
    public async Task RemoveAsync(CohortKey key, Guid run, CancellationToken cancellation)
    {
        // The cohort last: it is what a repeat finds the rest by. Nothing to lose: without its sequence a cohort does not change.
        foreach (var (partition, row) in new[] { (key.Organization, RunKey(run)), (Partition(key.Organization, key.Sequence), OrdinalKey(key.Ordinal)) })
        {
            await tables.Cohorts.DropAsync(partition, row, cancellation);
        }
    }

    /// <summary>The sequence's cohorts from one ordinal on, in order.</summary>
    public async IAsyncEnumerable<StoredCohort> ListAsync(
        OrganizationId organization,
        SequenceId sequence,
        int from = 0,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Partition(organization.ToString(), sequence.ToString())} and RowKey ge {OrdinalKey(from)}");
        await foreach (var row in tables.Cohorts.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            yield return FromRow(row);
        }
    }

    /// <summary>Whether any of the sequence's cohorts is not done.</summary>
    public async Task<bool> AnyOpenAsync(OrganizationId organization, SequenceId sequence, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Partition(organization.ToString(), sequence.ToString())} and Phase ne {nameof(CohortPhase.Done)}");
        await foreach (var _ in tables.Cohorts.QueryAsync<TableEntity>(filter, maxPerPage: 1, select: ["RowKey"], cancellationToken: cancellation))
        {
            return true;
        }

        return false;
    }

    private static TableEntity ToRow(CohortKey key, Cohort cohort, DateTimeOffset? dueEntryAt)
    {
        var row = new TableEntity(Partition(key.Organization, key.Sequence), OrdinalKey(cohort.Ordinal))
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            ["Cohort"] = cohort.Id.ToString("D"),
            ["Version"] = cohort.Version,
            ["Size"] = cohort.Size,
            ["ChunkCount"] = cohort.ChunkCount,
            ["EnrolledAt"] = cohort.EnrolledAt,
            ["Phase"] = cohort.Phase.ToString(),
            ["Step"] = cohort.Step,
            ["DueAt"] = cohort.DueAt,
            ["TouchedSteps"] = cohort.TouchedSteps,
            ["IsTouchPending"] = cohort.IsTouchPending,
            ["IsReenrollment"] = cohort.IsReenrollment,
            ["IsLedgerPacked"] = cohort.IsLedgerPacked,
        };
        row.Put("DueEntryAt", dueEntryAt);
        row.Put("StepStartedAt", cohort.StepStartedAt);
        row.Put("AfterShard", cohort.After?.Shard);
        row.Put("After", cohort.After?.After?.ToString());
        JsonColumn.Write(row, "Chunks", cohort.Chunks, StorageJson.Default.IReadOnlyListChunkOutcome);
        JsonColumn.Write(row, "Steps", cohort.Steps, StorageJson.Default.IReadOnlyListStepResult);
        return row;
    }

    private static StoredCohort FromRow(TableEntity row) => new(
        new Cohort(
            int.Parse(row.RowKey, System.Globalization.CultureInfo.InvariantCulture),
            Guid.Parse(row.Text("Cohort")),
            row.Number("Version"),
            row.Number("Size"),
            row.Number("ChunkCount"),
            row.Time("EnrolledAt"),
            Enum.Parse<CohortPhase>(row.Text("Phase")),
            row.Number("Step"),
            row.Time("DueAt"),
            row.GetDateTimeOffset("StepStartedAt"),
            JsonColumn.Read(row, "Chunks", StorageJson.Default.IReadOnlyListChunkOutcome) ?? [],
            JsonColumn.Read(row, "Steps", StorageJson.Default.IReadOnlyListStepResult) ?? [],
            row.Cursor())
        {
            TouchedSteps = row.Number("TouchedSteps"),
            IsTouchPending = row.GetBoolean("IsTouchPending") ?? false,
            IsReenrollment = row.GetBoolean("IsReenrollment") ?? false,
            IsLedgerPacked = row.GetBoolean("IsLedgerPacked") ?? false,
        },
        row.ETag,
        row.GetDateTimeOffset("DueEntryAt"));

    private static string Partition(string organization, string sequence) => RowKey.Join(organization, sequence);

    private static string OrdinalKey(int ordinal) => RowKey.Number(ordinal, 8);

    private static string RunKey(Guid run) => RowKey.Join("run", run.ToString("D"));
}
