using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Sequences;

namespace Cadenza.Functions.Storage;

/// <summary>A sequence as stored, and the version of its row.</summary>
internal sealed record StoredSequence(Sequence Sequence, ETag Version);

/// <summary>
/// Sequences. Table <c>sequences</c>, partition <c>organization</c>: <c>s|id</c> is a sequence, <c>v|id|version</c> one of
/// its definitions, <c>x|custom id</c> says whose a custom id is, <c>n|id</c> is the enrollment progress. What belongs to
/// one change is written in one transaction.
/// </summary>
internal sealed class SequenceStore(StorageTables tables)
{
    private const string OwnerColumn = "Sequence";
    private const string DefinitionColumn = "Definition";

    /// <summary>Stores a new sequence and its first version; null when its custom id is taken.</summary>
    public async Task<StoredSequence?> CreateAsync(Sequence sequence, SequenceDefinition definition, CancellationToken cancellation)
    {
        List<TableTransactionAction> actions = [StorageErrors.Add(ToRow(sequence)), StorageErrors.Add(DefinitionRow(sequence, definition))];
        if (sequence.CustomId is not null) actions.Add(StorageErrors.Add(CustomIdRow(sequence)));
        try
        {
            var responses = await tables.Sequences.SubmitTransactionAsync(actions, cancellation);
            return new StoredSequence(sequence, responses.Value[0].NewETag());
        }
        catch (RequestFailedException error) when (error.IsConflict())
        {
            return null;
        }
    }

    /// <summary>The sequence, or null.</summary>
    public async Task<StoredSequence?> GetAsync(OrganizationId organization, SequenceId id, CancellationToken cancellation)
    {
        var row = await tables.Sequences.GetEntityIfExistsAsync<TableEntity>(
            organization.ToString(), SequenceKey(id), cancellationToken: cancellation);
        return row.HasValue ? new StoredSequence(FromRow(row.Value!), row.Value!.ETag) : null;
    }

    /// <summary>The sequence with this id or custom id, or null.</summary>
    public async Task<StoredSequence?> FindAsync(OrganizationId organization, string idOrCustomId, CancellationToken cancellation)
    {
        if (SequenceId.TryParse(idOrCustomId, out var id) && await GetAsync(organization, id, cancellation) is { } byId) return byId;
        var owner = await tables.Sequences.GetEntityIfExistsAsync<TableEntity>(
            organization.ToString(), CustomIdKey(idOrCustomId), cancellationToken: cancellation);
        return owner.HasValue ? await GetAsync(organization, SequenceId.Parse(owner.Value!.Text(OwnerColumn)), cancellation) : null;
    }

    /// <summary>Stores a changed sequence, with a new version where one is given.</summary>
    /// <returns>The stored sequence; null when its new custom id is taken.</returns>
    /// <exception cref="RequestFailedException">412: the sequence changed since it was read.</exception>
    public async Task<StoredSequence?> UpdateAsync(
        StoredSequence read, Sequence changed, SequenceDefinition? definition, CancellationToken cancellation)
    {
        List<TableTransactionAction> actions = [StorageErrors.Replace(ToRow(changed), read.Version)];
        if (definition is not null) actions.Add(StorageErrors.Add(DefinitionRow(changed, definition)));
        if (changed.CustomId != read.Sequence.CustomId)
        {
            // ETag.All: the row of a custom id changes with its sequence alone, whose own version this transaction checks.
            if (read.Sequence.CustomId is not null) actions.Add(new(TableTransactionActionType.Delete, CustomIdRow(read.Sequence), ETag.All));
            if (changed.CustomId is not null) actions.Add(StorageErrors.Add(CustomIdRow(changed)));
        }

        try
        {
            var responses = await tables.Sequences.SubmitTransactionAsync(actions, cancellation);
            return new StoredSequence(changed, responses.Value[0].NewETag());
        }
        catch (RequestFailedException error) when (error.IsConflict())
        {
            return null;
        }
    }

    /// <summary>One version of what the sequence does.</summary>
    /// <exception cref="InvalidDataException">There is no such version.</exception>
    public async Task<SequenceDefinition> GetDefinitionAsync(
        OrganizationId organization, SequenceId id, int version, CancellationToken cancellation)
    {
        var row = await tables.Sequences.GetEntityIfExistsAsync<TableEntity>(
            organization.ToString(), DefinitionKey(id, version), cancellationToken: cancellation);
        return (row.HasValue ? JsonColumn.Read(row.Value!, DefinitionColumn, StorageJson.Default.SequenceDefinition) : null)
            ?? throw new InvalidDataException($"Sequence {id} has no version {version}.");
    }

    /// <summary>How far enrollment has come, and the version of that row; null version when there is no row yet.</summary>
    public async Task<(EnrollmentProgress Progress, ETag? Version)> GetProgressAsync(
        OrganizationId organization, SequenceId id, CancellationToken cancellation)
    {
        var row = await tables.Sequences.GetEntityIfExistsAsync<TableEntity>(
            organization.ToString(), ProgressKey(id), cancellationToken: cancellation);
        return row.HasValue ? (ProgressFromRow(row.Value!), row.Value!.ETag) : (EnrollmentProgress.None, null);
    }

    /// <summary>Stores how far enrollment has come.</summary>
    /// <exception cref="RequestFailedException">409 or 412: another run of the driver was faster.</exception>
    public async Task<ETag> SaveProgressAsync(
        OrganizationId organization, SequenceId id, EnrollmentProgress progress, ETag? version, CancellationToken cancellation)
    {
        var row = new TableEntity(organization.ToString(), ProgressKey(id))
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            ["Cohorts"] = progress.Cohorts,
            ["Enrolled"] = progress.Enrolled,
            ["Shard"] = progress.Cursor.Shard,
        };
        row.Put("After", progress.Cursor.After?.ToString());
        row.Put("AttendedAt", progress.AttendedAt);
        var response = version is { } known
            ? await tables.Sequences.UpdateEntityAsync(row, known, TableUpdateMode.Replace, cancellation)
            : await tables.Sequences.AddEntityAsync(row, cancellation);
        return response.NewETag();
    }

    private static EnrollmentProgress ProgressFromRow(TableEntity row) => new(
        row.Number("Cohorts"),
        row.Number("Enrolled"),
        new EnrollmentCursor(row.Number("Shard"), row.GetString("After") is { } after ? ContactId.Parse(after) : null),
        row.GetDateTimeOffset("AttendedAt"));

    private static TableEntity ToRow(Sequence sequence)
    {
        var row = new TableEntity(sequence.Organization.ToString(), SequenceKey(sequence.Id))
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            ["Name"] = sequence.Name,
            ["IsContinuous"] = sequence.IsContinuous,
            ["Status"] = sequence.Status.ToString(),
            ["CurrentVersion"] = sequence.Version,
            ["PausedTicks"] = sequence.Clock.PausedTotal.Ticks,
            ["CreatedAt"] = sequence.CreatedAt,
            ["UpdatedAt"] = sequence.UpdatedAt,
        };
        row.Put("CustomId", sequence.CustomId);
        row.Put("PausedSince", sequence.Clock.PausedSince);
        row.Put("AttentionAt", sequence.AttentionAt);
        row.Put("StartedAt", sequence.StartedAt);
        row.Put("CanceledAt", sequence.CanceledAt);
        row.Put("EndedAt", sequence.EndedAt);
        return row;
    }

    private static Sequence FromRow(TableEntity row) => new(
        SequenceId.Parse(row.RowKey[2..]),
        OrganizationId.Parse(row.PartitionKey),
        row.Text("Name"),
        row.GetString("CustomId"),
        row.GetBoolean("IsContinuous") ?? false,
        Enum.Parse<SequenceStatus>(row.Text("Status")),
        row.Number("CurrentVersion"),
        new ActiveClock(TimeSpan.FromTicks(row.GetInt64("PausedTicks") ?? 0), row.GetDateTimeOffset("PausedSince")),
        row.GetDateTimeOffset("AttentionAt"),
        row.Time("CreatedAt"),
        row.Time("UpdatedAt"),
        row.GetDateTimeOffset("StartedAt"),
        row.GetDateTimeOffset("CanceledAt"),
        row.GetDateTimeOffset("EndedAt"));

    private static TableEntity DefinitionRow(Sequence sequence, SequenceDefinition definition)
    {
        var row = new TableEntity(sequence.Organization.ToString(), DefinitionKey(sequence.Id, sequence.Version))
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            ["CreatedAt"] = sequence.UpdatedAt,
        };
        JsonColumn.Write(row, DefinitionColumn, definition, StorageJson.Default.SequenceDefinition);
        return row;
    }

    private static TableEntity CustomIdRow(Sequence sequence) => new(sequence.Organization.ToString(), CustomIdKey(sequence.CustomId!))
    {
        [RowKey.SchemaColumn] = RowKey.Schema,
        [OwnerColumn] = sequence.Id.ToString(),
    };

    private static string SequenceKey(SequenceId id) => RowKey.Join("s", id.ToString());

    private static string DefinitionKey(SequenceId id, int version) => RowKey.Join("v", id.ToString(), RowKey.Number(version, 6));

    private static string CustomIdKey(string customId) => RowKey.Join("x", RowKey.Encode(customId));

    private static string ProgressKey(SequenceId id) => RowKey.Join("n", id.ToString());
}
