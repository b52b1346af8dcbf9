using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Leads;
using Cadenza.Domain.Workflows;

namespace Cadenza.Functions.Leads.Storage;

/// <summary>A batch as stored, and the version of its row.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Version">The version.</param>
/// <param name="DueEntryAt">Under which time it is in the due index; null when it is not.</param>
/// <param name="Told">How much of what happened to it has been told to receivers of webhooks.</param>
internal sealed record StoredBatch(LeadBatch Batch, ETag Version, DateTimeOffset? DueEntryAt, PublishedLeadEvents Told);

/// <summary>What a batch is to be.</summary>
/// <param name="Batch">The batch, its new leads last.</param>
/// <param name="Passages">The passages since it was read.</param>
/// <param name="DueEntryAt">Under which time it is in the due index from now on; null when it is not.</param>
/// <param name="Import">With which import its new leads came.</param>
internal sealed record BatchWrite(LeadBatch Batch, IReadOnlyList<LeadPassage> Passages, DateTimeOffset? DueEntryAt, Guid Import = default);

/// <summary>What is told of a batch without reading its leads.</summary>
internal sealed record BatchSummary(int Ordinal, LeadCounts Counts, IReadOnlyDictionary<string, int> AtNodes);

/// <summary>
/// Leads. Table <c>leads</c>, partition <c>organization|workflow</c>: <c>b|ordinal</c> is a batch of leads with how many
/// stand where, <c>h|ordinal|number</c> is an entry of its journal: passages, and whose way ended, <c>p|phone</c> says that a number is enrolled, and
/// in which lead, <c>i|import|ordinal|place</c> which leads came with an import, <c>k</c> holds the names of the variables,
/// <c>n</c> counts the batches. A batch, the entry and its numbers are written in one transaction, so that a number is enrolled once whatever happens (C9).
/// </summary>
internal sealed partial class LeadStore(StorageTables tables)
{
    private const string LeadsColumn = "Leads";
    private const string PassagesColumn = "Passages";
    private const string EndedColumn = "Ended";
    // Called so when an entry of the journal held passages alone; rows of then are still read.
    private const string EntriesColumn = "PassageRows";
    private const string LeadsToldColumn = "PublishedLeadEvents";
    private const string JournalToldColumn = "JournalTold";
    private const string NodesColumn = "Nodes";
    private const string KeysKey = "k";
    private const string CountKey = "n";
    private const string ImportColumn = "Import";

    /// <summary>Takes ordinals for batches to come; those that are not used stay free.</summary>
    /// <returns>The first of them.</returns>
    public Task<int> ReserveAsync(OrganizationId organization, WorkflowId workflow, int count, CancellationToken cancellation) => OptimisticWrite.RunAsync(async () =>
    {
        var partition = Partition(organization, workflow);
        var read = await tables.Leads.GetEntityIfExistsAsync<TableEntity>(partition, CountKey, cancellationToken: cancellation);
        var from = read.HasValue ? read.Value!.Number("Batches") : 0;
        var row = new TableEntity(partition, CountKey) { [RowKey.SchemaColumn] = RowKey.Schema, ["Batches"] = from + count };
        if (read.HasValue) await tables.Leads.UpdateEntityAsync(row, read.Value!.ETag, TableUpdateMode.Replace, cancellation);
        else await tables.Leads.AddEntityAsync(row, cancellation);
        return from;
    });

    /// <summary>How many ordinals were taken.</summary>
    public async Task<int> ReservedAsync(OrganizationId organization, WorkflowId workflow, CancellationToken cancellation)
    {
        var read = await tables.Leads.GetEntityIfExistsAsync<TableEntity>(Partition(organization, workflow), CountKey, cancellationToken: cancellation);
        return read.HasValue ? read.Value!.Number("Batches") : 0;
    }

    /// <summary>Stores a batch of new leads and their numbers; false when the ordinal or one of the numbers is taken.</summary>
    public async Task<bool> AddAsync(
        OrganizationId organization, WorkflowId workflow, LeadBatch batch, Guid import, DateTimeOffset? dueEntryAt, CancellationToken cancellation)
    {
        var partition = Partition(organization, workflow);
        try
        {
            await tables.Leads.SubmitTransactionAsync(
                [
                    StorageErrors.Add(ToRow(partition, batch, dueEntryAt, default)),
                    StorageErrors.Add(ImportRow(partition, batch, 0, import)),
                    .. batch.Leads.Select(lead => StorageErrors.Add(PhoneRow(partition, lead, import))),
                ],
                cancellation);
            return true;
        }
        catch (RequestFailedException error) when (error.IsConflict())
        {
            return false;
        }
    }

    /// <summary>Stores a changed batch, the passages since it was read, and the numbers that came with new leads or went with those whose way ended.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="workflow">The workflow.</param>
    /// <param name="read">The batch as it was read.</param>
    /// <param name="write">What it is now.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="RequestFailedException">409 or 412: somebody else's change came first.</exception>
    public async Task<StoredBatch> UpdateAsync(
        OrganizationId organization, WorkflowId workflow, StoredBatch read, BatchWrite write, CancellationToken cancellation)
    {
        var (changed, passages) = (write.Batch, write.Passages);
        var partition = Partition(organization, workflow);
        var before = read.Batch.Leads;
        var ended = Enumerable.Range(0, before.Count).Where(place => before[place].IsLive && !changed.Leads[place].IsLive).ToList();
        var isKept = passages.Count > 0 || ended.Count > 0;
        var stored = isKept ? changed with { JournalEntries = changed.JournalEntries + 1 } : changed;
        List<TableTransactionAction> actions = [StorageErrors.Replace(ToRow(partition, stored, write.DueEntryAt, read.Told), read.Version)];
        if (isKept) actions.Add(StorageErrors.Add(JournalRow(partition, changed.Ordinal, new LeadJournalEntry(changed.JournalEntries, passages, ended))));
        if (changed.Leads.Count > before.Count) actions.Add(StorageErrors.Add(ImportRow(partition, changed, before.Count, write.Import)));
        actions.AddRange(changed.Leads.Skip(before.Count).Select(lead => StorageErrors.Add(PhoneRow(partition, lead, write.Import))));
        // ETag.All: the row of a number changes with its lead's batch alone, whose own version this transaction checks.
        actions.AddRange(ended.Select(place => new TableTransactionAction(TableTransactionActionType.Delete, PhoneRow(partition, before[place], default), ETag.All)));
        var responses = await tables.Leads.SubmitTransactionAsync(actions, cancellation);
        return new StoredBatch(stored, responses.Value[0].NewETag(), write.DueEntryAt, read.Told);
    }

    /// <summary>A batch with its leads, or null.</summary>
    public async Task<StoredBatch?> GetAsync(OrganizationId organization, WorkflowId workflow, int ordinal, CancellationToken cancellation)
    {
        var row = await tables.Leads.GetEntityIfExistsAsync<TableEntity>(Partition(organization, workflow), BatchKey(ordinal), cancellationToken: cancellation);
        return row.HasValue ? FromRow(row.Value!) : null;
    }

    /// <summary>The batches of a workflow without their leads, in order: a row for each hundred leads.</summary>
    public async IAsyncEnumerable<BatchSummary> SummariesAsync(
        OrganizationId organization, WorkflowId workflow, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Partition(organization, workflow)} and RowKey gt {"b|"} and RowKey lt {"b" + RowKey.AfterSeparator}");
        string[] columns = ["RowKey", "Pending", "InProgress", "Completed", "Removed", "Failed", NodesColumn];
        await foreach (var row in tables.Leads.QueryAsync<TableEntity>(filter, select: columns, cancellationToken: cancellation))
        {
            yield return new BatchSummary(
                LastNumber(row),
                new LeadCounts(row.Number("Pending"), row.Number("InProgress"), row.Number("Completed"), row.Number("Removed"), row.Number("Failed")),
                JsonColumn.Read(row, NodesColumn, StorageJson.Default.DictionaryStringInt32) ?? []);
        }
    }

    /// <summary>How many leads of a workflow stand where.</summary>
    public async Task<LeadCounts> CountAsync(OrganizationId organization, WorkflowId workflow, CancellationToken cancellation)
    {
        var counts = default(LeadCounts);
        await foreach (var batch in SummariesAsync(organization, workflow, cancellation)) counts += batch.Counts;
        return counts;
    }

    /// <summary>The ordinals of batches in which a lead is at a node.</summary>
    public async Task<List<int>> AtNodeAsync(OrganizationId organization, WorkflowId workflow, string node, CancellationToken cancellation)
    {
        var found = new List<int>();
        await foreach (var batch in SummariesAsync(organization, workflow, cancellation))
        {
            if (batch.AtNodes.ContainsKey(node)) found.Add(batch.Ordinal);
        }

        return found;
    }

    /// <summary>Those of the numbers that are enrolled now, and with which import they came.</summary>
    public async Task<Dictionary<string, Guid>> EnrolledAsync(
        OrganizationId organization, WorkflowId workflow, IEnumerable<string> phones, CancellationToken cancellation)
    {
        var partition = Partition(organization, workflow);
        var found = await AtOnce.AllAsync(phones, async phone =>
        {
            var row = await tables.Leads.GetEntityIfExistsAsync<TableEntity>(partition, PhoneKey(phone), cancellationToken: cancellation);
            return row.HasValue ? KeyValuePair.Create(phone, row.Value!.GetGuid(ImportColumn) ?? default) : (KeyValuePair<string, Guid>?)null;
        });
        return found.OfType<KeyValuePair<string, Guid>>().ToDictionary();
    }

    /// <summary>The numbers that came with an import, whatever has become of their leads, by the ordinals of their batches.</summary>
    public async Task<Dictionary<int, List<string>>> ImportedAsync(
        OrganizationId organization, WorkflowId workflow, Guid import, CancellationToken cancellation)
    {
        var all = ImportKey(import);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Partition(organization, workflow)} and RowKey gt {all} and RowKey lt {all + RowKey.AfterSeparator}");
        var found = new Dictionary<int, List<string>>();
        await foreach (var row in tables.Leads.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            if (await GetAsync(organization, workflow, row.Number("Batch"), cancellation) is not { } stored) continue;
            var phones = stored.Batch.Leads.Skip(row.Number("From")).Take(row.Number("Count")).Select(lead => lead.Phone);
            if (!found.TryAdd(stored.Batch.Ordinal, [.. phones])) found[stored.Batch.Ordinal].AddRange(phones);
        }

        return found;
    }

    /// <summary>Leads of a workflow in the order they were enrolled, each with its place.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="workflow">The workflow.</param>
    /// <param name="status">Only those with this status; null for all.</param>
    /// <param name="before">How many lie before the first.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>The leads, and how many there are on all pages.</returns>
    public async Task<(List<Lead> Leads, int Total)> PageAsync(
        OrganizationId organization, WorkflowId workflow, LeadStatus? status, int before, int limit, CancellationToken cancellation)
    {
        var (found, total) = (new List<Lead>(), 0);
        await foreach (var summary in SummariesAsync(organization, workflow, cancellation))
        {
            var (from, size) = (total, summary.Counts.Of(status));
            total += size;
            if (size == 0 || total <= before || found.Count >= limit) continue;
            if (await GetAsync(organization, workflow, summary.Ordinal, cancellation) is not { } stored) continue;
            found.AddRange(stored.Batch.Leads.Where(lead => status is null || lead.Status == status).Skip(Math.Max(0, before - from)).Take(limit - found.Count));
        }

        return (found, total);
    }

    /// <summary>The journal of a batch from an entry on, in its order.</summary>
    public async Task<List<LeadJournalEntry>> JournalAsync(OrganizationId organization, WorkflowId workflow, int ordinal, int from, CancellationToken cancellation)
    {
        var end = RowKey.Join("h", RowKey.Number(ordinal, 8)) + RowKey.AfterSeparator;
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Partition(organization, workflow)} and RowKey ge {JournalKey(ordinal, from)} and RowKey lt {end}");
        var found = new List<LeadJournalEntry>();
        await foreach (var row in tables.Leads.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            found.Add(new LeadJournalEntry(
                LastNumber(row),
                JsonColumn.Read(row, PassagesColumn, StorageJson.Default.IReadOnlyListLeadPassage) ?? [],
                JsonColumn.Read(row, EndedColumn, StorageJson.Default.IReadOnlyListInt32) ?? []));
        }

        return found;
    }

    /// <summary>Notes how much of what happened to a batch has been told; what others noted beyond that stands.</summary>
    public Task NoteToldAsync(OrganizationId organization, WorkflowId workflow, int ordinal, PublishedLeadEvents told, CancellationToken cancellation) =>
        OptimisticWrite.RunAsync(async () =>
        {
            var (partition, key) = (Partition(organization, workflow), BatchKey(ordinal));
            var read = await tables.Leads.GetEntityIfExistsAsync<TableEntity>(partition, key, [LeadsToldColumn, JournalToldColumn], cancellation);
            if (!read.HasValue) return;
            var noted = ToldOf(read.Value!);
            var row = new TableEntity(partition, key)
            {
                [LeadsToldColumn] = Math.Max(noted.Leads, told.Leads),
                [JournalToldColumn] = Math.Max(noted.Journal, told.Journal),
            };
            await tables.Leads.UpdateEntityAsync(row, read.Value!.ETag, TableUpdateMode.Merge, cancellation);
        });

    /// <summary>The names of the variables that leads of a workflow came with; null when none has come.</summary>
    public async Task<IReadOnlyList<string>?> KeysAsync(OrganizationId organization, WorkflowId workflow, CancellationToken cancellation)
    {
        var row = await tables.Leads.GetEntityIfExistsAsync<TableEntity>(Partition(organization, workflow), KeysKey, cancellationToken: cancellation);
        return row.HasValue ? JsonColumn.Read(row.Value!, "Names", StorageJson.Default.IReadOnlyListString) : null;
    }

    /// <summary>Adds names of variables.</summary>
    public Task AddKeysAsync(OrganizationId organization, WorkflowId workflow, IReadOnlyCollection<string> names, CancellationToken cancellation) =>
        OptimisticWrite.RunAsync(async () =>
        {
            var partition = Partition(organization, workflow);
            var read = await tables.Leads.GetEntityIfExistsAsync<TableEntity>(partition, KeysKey, cancellationToken: cancellation);
            var known = read.HasValue ? JsonColumn.Read(read.Value!, "Names", StorageJson.Default.IReadOnlyListString)! : [];
            if (read.HasValue && names.All(known.Contains)) return;
            var row = new TableEntity(partition, KeysKey) { [RowKey.SchemaColumn] = RowKey.Schema };
            JsonColumn.Write(row, "Names", [.. known.Union(names)], StorageJson.Default.IReadOnlyListString);
            if (read.HasValue) await tables.Leads.UpdateEntityAsync(row, read.Value!.ETag, TableUpdateMode.Replace, cancellation);
            else await tables.Leads.AddEntityAsync(row, cancellation);
        });

    /// <summary>Removes every lead of a workflow that is gone.</summary>
    public async Task RemoveAllAsync(OrganizationId organization, WorkflowId workflow, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(organization, workflow)}");
        await foreach (var page in tables.Leads.QueryAsync<TableEntity>(filter, 100, ["PartitionKey", "RowKey"], cancellation).AsPages())
        {
            // ETag.All: their workflow is gone, so nobody has any more to say about them.
            if (page.Values.Count > 0) await tables.Leads.SubmitTransactionAsync(page.Values.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)), cancellation);
        }
    }
}
