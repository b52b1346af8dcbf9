using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;

namespace Cadenza.Functions.Sequences.Storage;

/// <summary>Who is in a cohort, chunk by chunk.</summary>
/// <param name="Chunks">The contacts of each chunk: at most 100, all of one shard, in order. A chunk may be empty.</param>
/// <param name="After">The place behind the last one in the reading of contacts, or null when they were not found by reading.</param>
internal sealed record CohortMembers(IReadOnlyList<IReadOnlyList<ContactId>> Chunks, EnrollmentCursor? After)
{
    /// <summary>How many contacts.</summary>
    public int Count => Chunks.Sum(chunk => chunk.Count);
}

/// <summary>One chunk as stored.</summary>
/// <param name="Contacts">Who is in it.</param>
/// <param name="Exits">Who left, and when.</param>
/// <param name="Version">The version of its row.</param>
internal sealed record StoredChunk(IReadOnlyList<ContactId> Contacts, IReadOnlyDictionary<ContactId, DateTimeOffset> Exits, ETag Version);

/// <summary>
/// Who is in which cohort. Table <c>enrollments</c>, partition <c>organization|cohort id</c>, row <c>chunk</c>: the contacts of
/// a chunk in one row, with those who left, so that enrolling a cohort is one transaction and reading a chunk one point read.
/// </summary>
internal sealed class EnrollmentStore(StorageTables tables)
{
    // An earlier version of the app reads another column and stops at a row without it: it must not send to a chunk whose ledger
    // it would look for elsewhere (docs/decisions/0113).
    private const string MembersColumn = "Members";
    private const string EarlierMembersColumn = "Contacts";
    private const string Unreadable = "-";
    private const string ExitsColumn = "Exits";

    /// <summary>
    /// Stores who is to be in a cohort that is about to be made. When an earlier run stored somebody for the same cohort, that
    /// stands, and is given back.
    /// </summary>
    public async Task<CohortMembers> AddAsync(OrganizationId organization, Guid cohort, CohortMembers members, CancellationToken cancellation)
    {
        var partition = Partition(organization, cohort);
        try
        {
            await tables.Enrollments.SubmitTransactionAsync(
                members.Chunks.Select((chunk, number) => StorageErrors.Add(ToRow(partition, number, chunk, members.After))), cancellation);
            return members;
        }
        catch (RequestFailedException error) when (error.IsConflict())
        {
            var (stored, isOfEarlierVersion) = await ReadAsync(partition, cancellation);
            if (isOfEarlierVersion) await WriteAsync(partition, stored, cancellation);
            return stored;
        }
    }

    /// <summary>Stores who is in a cohort after all, before there is a cohort; its driver alone writes then, so no ETag is needed.</summary>
    public Task ReplaceAsync(OrganizationId organization, Guid cohort, CohortMembers members, CancellationToken cancellation) =>
        WriteAsync(Partition(organization, cohort), members, cancellation);

    /// <summary>Forgets who is in a cohort: one that is not made after all, or whose sequence is gone. Chunks that are not there are no error.</summary>
    public async Task RemoveAsync(OrganizationId organization, Guid cohort, int chunks, CancellationToken cancellation)
    {
        var partition = Partition(organization, cohort);
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            // Nothing to lose: nobody has any more to say about who is in a cohort that is not there.
            await tables.Enrollments.DropAsync(partition, ChunkKey(chunk), cancellation);
        }
    }

    /// <summary>Reads one chunk.</summary>
    public async Task<StoredChunk> GetChunkAsync(OrganizationId organization, Guid cohort, int chunk, CancellationToken cancellation)
    {
        var row = await tables.Enrollments.GetEntityAsync<TableEntity>(Partition(organization, cohort), ChunkKey(chunk), cancellationToken: cancellation);
        var exits = JsonColumn.Read(row.Value, ExitsColumn, StorageJson.Default.DictionaryStringDateTimeOffset) ?? [];
        return new StoredChunk(
            ContactsOf(row.Value),
            exits.ToDictionary(exit => ContactId.Parse(exit.Key), exit => exit.Value),
            row.Value.ETag);
    }

    /// <summary>Notes that somebody left.</summary>
    /// <exception cref="RequestFailedException">412: the chunk changed since it was read.</exception>
    public Task ExitAsync(
        OrganizationId organization, Guid cohort, int chunk, StoredChunk read, ContactId contact, DateTimeOffset at, CancellationToken cancellation)
    {
        var row = new TableEntity(Partition(organization, cohort), ChunkKey(chunk));
        var exits = read.Exits.ToDictionary(exit => exit.Key.ToString(), exit => exit.Value);
        exits.TryAdd(contact.ToString(), at);
        JsonColumn.Write(row, ExitsColumn, exits, StorageJson.Default.DictionaryStringDateTimeOffset);
        return tables.Enrollments.UpdateEntityAsync(row, read.Version, TableUpdateMode.Merge, cancellation);
    }

    private async Task WriteAsync(string partition, CohortMembers members, CancellationToken cancellation) =>
        await tables.Enrollments.SubmitTransactionAsync(
            members.Chunks.Select((chunk, number) =>
            {
                var row = ToRow(partition, number, chunk, members.After);
                row[EarlierMembersColumn] = Unreadable;
                // Merged, so that an exit noted meanwhile stays.
                return new TableTransactionAction(TableTransactionActionType.UpdateMerge, row, ETag.All);
            }),
            cancellation);

    private async Task<(CohortMembers Members, bool IsOfEarlierVersion)> ReadAsync(string partition, CancellationToken cancellation)
    {
        var chunks = new List<IReadOnlyList<ContactId>>();
        EnrollmentCursor? after = null;
        var isOfEarlierVersion = false;
        await foreach (var row in tables.Enrollments.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), cancellationToken: cancellation))
        {
            chunks.Add(ContactsOf(row));
            after = row.Cursor() ?? after;
            isOfEarlierVersion |= !row.ContainsKey(MembersColumn);
        }

        return (new CohortMembers(chunks, after), isOfEarlierVersion);
    }

    private static TableEntity ToRow(string partition, int number, IReadOnlyList<ContactId> contacts, EnrollmentCursor? after)
    {
        var row = new TableEntity(partition, ChunkKey(number))
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            [MembersColumn] = string.Join(',', contacts),
        };
        row.Put("AfterShard", after?.Shard);
        row.Put("After", after?.After?.ToString());
        return row;
    }

    private static List<ContactId> ContactsOf(TableEntity row) =>
        [.. (row.GetString(MembersColumn) ?? row.Text(EarlierMembersColumn)).Split(',', StringSplitOptions.RemoveEmptyEntries).Select(ContactId.Parse)];

    private static string Partition(OrganizationId organization, Guid cohort) => RowKey.Join(organization.ToString(), cohort.ToString("D"));

    private static string ChunkKey(int chunk) => RowKey.Number(chunk, 3);
}
