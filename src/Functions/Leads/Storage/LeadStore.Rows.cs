using Azure.Data.Tables;
using Cadenza.Domain.Leads;
using Cadenza.Domain.Workflows;

namespace Cadenza.Functions.Leads.Storage;

/// <content>How leads are written into rows.</content>
internal sealed partial class LeadStore
{
    private static TableEntity ToRow(string partition, LeadBatch batch, DateTimeOffset? dueEntryAt, PublishedLeadEvents told)
    {
        var counts = batch.Counts;
        var row = new TableEntity(partition, BatchKey(batch.Ordinal))
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            ["Pending"] = counts.Pending,
            ["InProgress"] = counts.InProgress,
            ["Completed"] = counts.Completed,
            ["Removed"] = counts.Removed,
            ["Failed"] = counts.Failed,
            [EntriesColumn] = batch.JournalEntries,
            [LeadsToldColumn] = told.Leads,
            [JournalToldColumn] = told.Journal,
        };
        row.Put("DueEntryAt", dueEntryAt);
        JsonColumn.Write(row, LeadsColumn, [.. batch.Leads.Select(LeadRow.Of)], LeadRowJson.Default.IReadOnlyListLeadRow);
        if (batch.AtNodes.Count > 0) JsonColumn.Write(row, NodesColumn, new Dictionary<string, int>(batch.AtNodes), StorageJson.Default.DictionaryStringInt32);
        return row;
    }

    private static StoredBatch FromRow(TableEntity row)
    {
        var leads = JsonColumn.Read(row, LeadsColumn, LeadRowJson.Default.IReadOnlyListLeadRow)
            ?? throw new InvalidDataException($"Row {row.RowKey} lacks {LeadsColumn}.");
        return new StoredBatch(
            new LeadBatch(LastNumber(row), [.. leads.Select(lead => lead.ToLead())], row.Number(EntriesColumn)),
            row.ETag,
            row.GetDateTimeOffset("DueEntryAt"),
            ToldOf(row));
    }

    private static TableEntity JournalRow(string partition, int ordinal, LeadJournalEntry entry)
    {
        var row = new TableEntity(partition, JournalKey(ordinal, entry.Number)) { [RowKey.SchemaColumn] = RowKey.Schema };
        if (entry.Passages.Count > 0) JsonColumn.Write(row, PassagesColumn, entry.Passages, StorageJson.Default.IReadOnlyListLeadPassage);
        if (entry.Ended.Count > 0) JsonColumn.Write(row, EndedColumn, entry.Ended, StorageJson.Default.IReadOnlyListInt32);
        return row;
    }

    private static PublishedLeadEvents ToldOf(TableEntity row) => new(row.GetInt32(LeadsToldColumn) ?? 0, row.GetInt32(JournalToldColumn) ?? 0);

    private static TableEntity PhoneRow(string partition, Lead lead, Guid import) => new(partition, PhoneKey(lead.Phone))
    {
        [RowKey.SchemaColumn] = RowKey.Schema,
        ["Lead"] = lead.Id.ToString(),
        [ImportColumn] = import,
    };

    private static TableEntity ImportRow(string partition, LeadBatch batch, int from, Guid import) =>
        new(partition, RowKey.Join(ImportKey(import), RowKey.Number(batch.Ordinal, 8), RowKey.Number(from, 3)))
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            ["Batch"] = batch.Ordinal,
            ["From"] = from,
            ["Count"] = batch.Leads.Count - from,
        };

    private static int LastNumber(TableEntity row) =>
        int.Parse(row.RowKey.AsSpan(row.RowKey.LastIndexOf('|') + 1), System.Globalization.CultureInfo.InvariantCulture);

    private static string Partition(OrganizationId organization, WorkflowId workflow) => RowKey.Join(organization.ToString(), workflow.ToString());

    private static string BatchKey(int ordinal) => RowKey.Join("b", RowKey.Number(ordinal, 8));

    private static string JournalKey(int ordinal, int number) => RowKey.Join("h", RowKey.Number(ordinal, 8), RowKey.Number(number, 8));

    private static string ImportKey(Guid import) => RowKey.Join("i", import.ToString("N"));

    private static string PhoneKey(string phone) => RowKey.Join("p", RowKey.Encode(phone));
}
