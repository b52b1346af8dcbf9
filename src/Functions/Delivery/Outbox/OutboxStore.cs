using Azure;
using Azure.Data.Tables;

namespace Cadenza.Functions.Delivery.Outbox;

/// <summary>The table <c>outbox</c>: messages kept to be read instead of sent.</summary>
internal sealed class OutboxStore(TableServiceClient tables)
{
    /// <summary>The most messages one transaction takes: a hundred rows, two a message.</summary>
    public const int MostMessages = 50;

    private const int LargestPage = 1000;
    private const int Conflict = 409;
    private const int NotFound = 404;
    private readonly TableClient _table = tables.GetTableClient("outbox");

    /// <summary>
    /// Adds messages of one organization, each id once at most, all or none of those that are new. Idempotent by id:
    /// a message that is there already is left as it is.
    /// </summary>
    /// <exception cref="RequestFailedException">The storage did not take them.</exception>
    public async Task AddAsync(IReadOnlyList<OutboxRows> messages, CancellationToken cancellation)
    {
        try
        {
            await InsertAsync(messages, cancellation);
        }
        catch (RequestFailedException missing) when (missing.Status == NotFound)
        {
            await _table.CreateIfNotExistsAsync(cancellation);
            await AddAsync(messages, cancellation);
        }
        catch (RequestFailedException repeated) when (repeated.Status == Conflict)
        {
            var added = await Task.WhenAll(messages.Select(message => ExistsAsync(message, cancellation)));
            var news = messages.Where((_, index) => !added[index]).ToList();
            if (news.Count == messages.Count) throw;
            if (news.Count > 0) await AddAsync(news, cancellation);
        }
    }

    /// <summary>An organization's messages, newest first.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="limit">The most to return, at least 1.</param>
    /// <param name="cursor">The <see cref="OutboxPage.NextCursor"/> of the page before, or null for the first.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="FormatException"><paramref name="cursor"/> is not a cursor.</exception>
    public async Task<OutboxPage> ListAsync(string organization, int limit, string? cursor, CancellationToken cancellation)
    {
        if (cursor is not null && !OutboxRows.IsDocumentKey(cursor)) throw new FormatException("Not a cursor of the outbox.");
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {organization} and RowKey gt {cursor ?? OutboxRows.FirstDocument} and RowKey lt {OutboxRows.PastDocuments}");
        var rows = new List<TableEntity>();
        try
        {
            await foreach (var row in _table.QueryAsync<TableEntity>(filter, Math.Min(limit + 1, LargestPage), cancellationToken: cancellation))
            {
                rows.Add(row);
                if (rows.Count > limit) break;
            }
        }
        catch (RequestFailedException missing) when (missing.Status == NotFound)
        {
            return new OutboxPage([], null);
        }

        return new OutboxPage(
            [.. rows.Take(limit).Select(OutboxRows.Read)],
            rows.Count > limit ? rows[limit - 1].RowKey : null);
    }

    /// <summary>
    /// Removes the messages to a contact who is erased (B11); safe to repeat. What makes their keys recognizable stays: it
    /// tells nothing of the person. Reads the organization's whole outbox, but of each message only its key.
    /// </summary>
    /// <param name="organization">The organization of the messages.</param>
    /// <param name="contact">The contact's id, which the key of each message to them holds.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task ForgetAsync(string organization, string contact, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {organization} and RowKey gt {OutboxRows.FirstDocument} and RowKey lt {OutboxRows.PastDocuments}");
        var found = new List<string>();
        try
        {
            await foreach (var row in _table.QueryAsync<TableEntity>(filter, LargestPage, ["RowKey", "Key"], cancellation))
            {
                if (row.GetString("Key")?.Contains(contact, StringComparison.Ordinal) ?? false) found.Add(row.RowKey);
            }
        }
        catch (RequestFailedException missing) when (missing.Status == NotFound)
        {
            return;
        }

        // ETag.All: a message never changes. One that is gone already is no failure.
        foreach (var row in found) await _table.DeleteEntityAsync(organization, row, ETag.All, cancellation);
    }

    private async Task InsertAsync(IReadOnlyList<OutboxRows> messages, CancellationToken cancellation) =>
        await _table.SubmitTransactionAsync(
            messages.SelectMany(message => new[]
            {
                new TableTransactionAction(TableTransactionActionType.Add, message.Marker),
                new TableTransactionAction(TableTransactionActionType.Add, message.Document),
            }),
            cancellation);

    private async Task<bool> ExistsAsync(OutboxRows message, CancellationToken cancellation)
    {
        var marker = await _table.GetEntityIfExistsAsync<TableEntity>(
            message.Marker.PartitionKey, message.Marker.RowKey, cancellationToken: cancellation);
        return marker.HasValue;
    }
}
