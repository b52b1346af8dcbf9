using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Sequences;
using Cadenza.Domain.Values;
using Cadenza.Functions.Contacts.Segments;

namespace Cadenza.Functions.Sequences.Storage;

/// <summary>A sequence as stored, and the version of its row.</summary>
internal sealed record StoredSequence(Sequence Sequence, ETag Version);

/// <summary>How far enrollment has come, and the version of that row; null version when there is no row yet.</summary>
internal sealed record StoredProgress(EnrollmentProgress Progress, ETag? Version);

/// <summary>
/// Sequences. Table <c>sequences</c>, partition <c>organization</c>: <c>s|id</c> is a sequence, <c>v|id|version</c> one of
/// its definitions, <c>x|custom id</c> says whose a custom id is, <c>n|id</c> is the enrollment progress. What belongs to
/// one change is written in one transaction.
/// </summary>
internal sealed class SequenceStore(StorageTables tables) : ISequenceNames
{
    private const string OwnerColumn = "Sequence";
    private const string DefinitionColumn = "Definition";
    private const string RunsColumn = "Runs";

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

    /// <inheritdoc/>
    public async Task<SequenceId?> FindIdAsync(OrganizationId organization, string name, CancellationToken cancellation) =>
        (await FindAsync(organization, name, cancellation))?.Sequence.Id;

    /// <summary>The sequences behind one, in the order they were created.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="status">Only those with this status; null for all.</param>
    /// <param name="after">Behind this one; null from the first.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<List<StoredSequence>> ListAsync(
        OrganizationId organization, SequenceStatus? status, SequenceId? after, int limit, CancellationToken cancellation)
    {
        var from = after is { } last ? SequenceKey(last) : "s|";
        var range = TableClient.CreateQueryFilter($"PartitionKey eq {organization.ToString()} and RowKey gt {from} and RowKey lt {"s" + RowKey.AfterSeparator}");
        var filter = status is { } wanted ? range + TableClient.CreateQueryFilter($" and Status eq {wanted.ToString()}") : range;
        var found = new List<StoredSequence>();
        await foreach (var row in tables.Sequences.QueryAsync<TableEntity>(filter, limit, cancellationToken: cancellation))
        {
            found.Add(new StoredSequence(FromRow(row), row.ETag));
            if (found.Count == limit) break;
        }

        return found;
    }

    /// <summary>The continuous sequences that take newcomers: the active ones, and those that are paused, whose newcomers wait.</summary>
    public async Task<IReadOnlyList<Sequence>> ListContinuousAsync(OrganizationId organization, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {organization.ToString()} and RowKey gt {"s|"} and RowKey lt {"s" + RowKey.AfterSeparator} and IsContinuous eq true and (Status eq {nameof(SequenceStatus.Active)} or Status eq {nameof(SequenceStatus.Paused)})");
        var found = new List<Sequence>();
        await foreach (var row in tables.Sequences.QueryAsync<TableEntity>(filter, cancellationToken: cancellation)) found.Add(FromRow(row));
        return found;
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

    /// <summary>Removes a sequence and frees its custom id; its versions and progress stay until <see cref="RemoveVersionsAsync"/>.</summary>
    /// <exception cref="RequestFailedException">412: the sequence changed since it was read.</exception>
    public Task RemoveAsync(StoredSequence read, CancellationToken cancellation)
    {
        var organization = read.Sequence.Organization.ToString();
        List<TableTransactionAction> actions = [new(TableTransactionActionType.Delete, new TableEntity(organization, SequenceKey(read.Sequence.Id)), read.Version)];
        // ETag.All: the row of a custom id changes with its sequence alone, whose own version this transaction checks.
        if (read.Sequence.CustomId is not null) actions.Add(new(TableTransactionActionType.Delete, CustomIdRow(read.Sequence), ETag.All));
        return tables.Sequences.SubmitTransactionAsync(actions, cancellation);
    }

    /// <summary>Removes the versions and the progress of a removed sequence.</summary>
    public async Task RemoveVersionsAsync(OrganizationId organization, SequenceId id, CancellationToken cancellation)
    {
        var from = RowKey.Join("v", id.ToString());
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {organization.ToString()} and ((RowKey gt {from} and RowKey lt {from + RowKey.AfterSeparator}) or RowKey eq {ProgressKey(id)})");
        await foreach (var row in tables.Sequences.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellation))
        {
            // Nothing to lose: versions never change, and without its sequence the progress does not either.
            await tables.Sequences.DropAsync(row.PartitionKey, row.RowKey, cancellation);
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

    /// <summary>How far enrollment has come.</summary>
    public async Task<StoredProgress> GetProgressAsync(
        OrganizationId organization, SequenceId id, CancellationToken cancellation)
    {
        var row = await tables.Sequences.GetEntityIfExistsAsync<TableEntity>(
            organization.ToString(), ProgressKey(id), cancellationToken: cancellation);
        return row.HasValue ? new StoredProgress(ProgressFromRow(row.Value!), row.Value!.ETag) : new StoredProgress(EnrollmentProgress.None, null);
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
            ["Reading"] = progress.Reading.ToString(),
            ["ScanVersion"] = progress.Scan.Version,
            ["IsFirstScan"] = progress.Scan.IsFirst,
            ["NextIds"] = string.Join(',', progress.NextIds),
        };
        row.Put("NextScanAt", progress.Scan.NextAt);
        row.Put("AttendedAt", progress.AttendedAt);
        var response = version is { } known
            ? await tables.Sequences.UpdateEntityAsync(row, known, TableUpdateMode.Replace, cancellation)
            : await tables.Sequences.AddEntityAsync(row, cancellation);
        return response.NewETag();
    }

    private static EnrollmentProgress ProgressFromRow(TableEntity row) => new(
        row.Number("Cohorts"),
        row.Number("Enrolled"),
        ReadingOf(row),
        row.GetDateTimeOffset("AttendedAt"),
        new EnrollmentScan(row.Number("ScanVersion"), row.GetBoolean("IsFirstScan") ?? true, row.GetDateTimeOffset("NextScanAt")),
        [.. row.Text("NextIds").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse)]);

    // Rows that were written while shards were read one after the other have a cursor.
    private static ContactsReading ReadingOf(TableEntity row) => row.GetString("Reading") is { } reading
        ? ContactsReading.Parse(reading)
        : ContactsReading.UpTo(row.Cursor() ?? EnrollmentCursor.Start);

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
        row.Put("ResentAt", sequence.ResentAt);
        row.Put("ResendsOffAt", sequence.ResendsOffAt);
        if (sequence.OnUnknown != OnUnknown.Hold) row["OnUnknown"] = sequence.OnUnknown.ToString();
        if (sequence.Runs.Count > 0) JsonColumn.Write(row, RunsColumn, sequence.Runs, StorageJson.Default.IReadOnlyListRunControl);
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
        row.GetDateTimeOffset("EndedAt"))
    {
        ResentAt = row.GetDateTimeOffset("ResentAt"),
        ResendsOffAt = row.GetDateTimeOffset("ResendsOffAt"),
        OnUnknown = row.GetString("OnUnknown") is { } unknown ? Enum.Parse<OnUnknown>(unknown) : OnUnknown.Hold,
        Runs = JsonColumn.Read(row, RunsColumn, StorageJson.Default.IReadOnlyListRunControl) ?? [],
    };

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
