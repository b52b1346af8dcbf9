using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Sequences;

namespace Cadenza.Functions.Storage;

/// <summary>Names one cohort.</summary>
internal sealed record CohortKey(string Organization, string Sequence, int Ordinal)
{
    /// <summary>Whose it is.</summary>
    public OrganizationId OrganizationId() => Domain.Organizations.OrganizationId.Parse(Organization);

    /// <summary>Its sequence.</summary>
    public SequenceId SequenceId() => Domain.Sequences.SequenceId.Parse(Sequence);
}

/// <summary>A cohort as stored, the version of its row, and the time of its entry in the due index, if it has one.</summary>
internal sealed record StoredCohort(Cohort Cohort, ETag Version, DateTimeOffset? DueEntryAt);

/// <summary>
/// Cohorts and who is in them. Table <c>cohorts</c>, partition <c>organization|sequence</c>, row <c>ordinal</c>. Table
/// <c>enrollments</c>, partition <c>organization|cohort id</c>, row <c>chunk</c>: the contacts of a chunk in one row, so that
/// enrolling a cohort is one transaction and reading a chunk one point read.
/// </summary>
internal sealed class CohortStore(StorageTables tables)
{
    /// <summary>Stores who is in a cohort that is about to be made. Its id is new, so nobody else writes there.</summary>
    public async Task AddEnrollmentsAsync(OrganizationId organization, Guid cohort, IReadOnlyList<ContactId> contacts, CancellationToken cancellation)
    {
        var partition = RowKey.Join(organization.ToString(), cohort.ToString("D"));
        var rows = contacts.Chunk(Cohort.ChunkSize).Select((chunk, number) => StorageErrors.Add(new TableEntity(partition, ChunkKey(number))
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            ["Contacts"] = string.Join(',', chunk),
        }));
        await tables.Enrollments.SubmitTransactionAsync(rows, cancellation);
    }

    /// <summary>Who is in a chunk, in order.</summary>
    public async Task<List<ContactId>> GetChunkAsync(OrganizationId organization, Guid cohort, int chunk, CancellationToken cancellation)
    {
        var row = await tables.Enrollments.GetEntityAsync<TableEntity>(
            RowKey.Join(organization.ToString(), cohort.ToString("D")), ChunkKey(chunk), cancellationToken: cancellation);
        return [.. row.Value.Text("Contacts").Split(',').Select(ContactId.Parse)];
    }

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
            ["Phase"] = cohort.Phase.ToString(),
            ["Step"] = cohort.Step,
            ["DueAt"] = cohort.DueAt,
            ["AfterShard"] = cohort.After.Shard,
        };
        row.Put("DueEntryAt", dueEntryAt);
        row.Put("StepStartedAt", cohort.StepStartedAt);
        row.Put("After", cohort.After.After?.ToString());
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
            Enum.Parse<CohortPhase>(row.Text("Phase")),
            row.Number("Step"),
            row.Time("DueAt"),
            row.GetDateTimeOffset("StepStartedAt"),
            JsonColumn.Read(row, "Chunks", StorageJson.Default.IReadOnlyListChunkOutcome) ?? [],
            JsonColumn.Read(row, "Steps", StorageJson.Default.IReadOnlyListStepResult) ?? [],
            new EnrollmentCursor(row.Number("AfterShard"), row.GetString("After") is { } after ? ContactId.Parse(after) : null)),
        row.ETag,
        row.GetDateTimeOffset("DueEntryAt"));

    private static string Partition(string organization, string sequence) => RowKey.Join(organization, sequence);

    private static string OrdinalKey(int ordinal) => RowKey.Number(ordinal, 8);

    private static string ChunkKey(int chunk) => RowKey.Number(chunk, 3);
}
