using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;

namespace Cadenza.Functions.Sequences.Storage;

/// <summary>Contacts that a continuous sequence is to enroll next.</summary>
/// <param name="Id">Names the batch; batches are taken in the order of their ids.</param>
/// <param name="Run">The run a user was promised for exactly these contacts; null when they may join others.</param>
/// <param name="Contacts">1 to <see cref="Cohort.MaxSize"/> of them.</param>
/// <param name="DueEntryAt">The time of the entry in the due index that was made for the batch.</param>
internal sealed record NewcomerBatch(Guid Id, Guid? Run, IReadOnlyList<ContactId> Contacts, DateTimeOffset DueEntryAt)
{
    /// <summary>Whether they were in the sequence before; such a batch makes a run of its own.</summary>
    public bool IsReenrollment { get; init; }
}

/// <summary>
/// Who waits to be enrolled. Table <c>newcomers</c>, partition <c>organization|sequence</c>, row <c>batch id</c>, a UUID of
/// version 7 so that the oldest come first. The sequence's driver removes a batch once its contacts are enrolled.
/// </summary>
internal sealed class NewcomerStore(StorageTables tables)
{
    private const string ContactsColumn = "Contacts";

    /// <summary>Stores a batch; one that is there already is left as it is.</summary>
    public async Task AddAsync(OrganizationId organization, SequenceId sequence, NewcomerBatch batch, CancellationToken cancellation)
    {
        var row = new TableEntity(Partition(organization, sequence), batch.Id.ToString("D"))
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            [ContactsColumn] = string.Join(',', batch.Contacts),
            ["DueEntryAt"] = batch.DueEntryAt,
        };
        row.Put("Run", batch.Run?.ToString("D"));
        if (batch.IsReenrollment) row["IsReenrollment"] = true;
        try
        {
            await tables.Newcomers.AddEntityAsync(row, cancellation);
        }
        catch (RequestFailedException error) when (error.IsConflict())
        {
            // A repeat of the request that stored it.
        }
    }

    /// <summary>The oldest batches.</summary>
    public async Task<List<NewcomerBatch>> ReadAsync(OrganizationId organization, SequenceId sequence, int limit, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(organization, sequence)}");
        await foreach (var page in tables.Newcomers.QueryAsync<TableEntity>(filter, limit, cancellationToken: cancellation).AsPages())
        {
            return [.. page.Values.Select(FromRow)];
        }

        return [];
    }

    /// <summary>Forgets a batch; one that is not there is no error.</summary>
    public Task RemoveAsync(OrganizationId organization, SequenceId sequence, NewcomerBatch batch, CancellationToken cancellation) =>
        // Nothing to lose: a batch never changes.
        tables.Newcomers.DropAsync(Partition(organization, sequence), batch.Id.ToString("D"), cancellation);

    private static NewcomerBatch FromRow(TableEntity row) => new(
        Guid.Parse(row.RowKey),
        row.GetString("Run") is { } run ? Guid.Parse(run) : null,
        [.. row.Text(ContactsColumn).Split(',').Select(ContactId.Parse)],
        row.Time("DueEntryAt"))
    {
        IsReenrollment = row.GetBoolean("IsReenrollment") ?? false,
    };

    private static string Partition(OrganizationId organization, SequenceId sequence) => RowKey.Join(organization.ToString(), sequence.ToString());
}
