using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Cadenza.Domain.Records;

namespace Cadenza.Functions.Records.Storage;

/// <summary>
/// Records as rows (D7). Table <c>records</c>, partition <c>organization|module|shard</c>: <c>r|inverted id</c> is a record, so
/// that the newest come first; <c>w|owner|inverted id</c> says that an open record is somebody's work; <c>x|effect</c> which
/// record a step of a workflow made; <c>o|…</c> events that were not sent yet. What belongs together is one transaction.
/// </summary>
internal static class RecordRows
{
    /// <summary>Which record an effect made: a column of its row.</summary>
    public const string MadeColumn = "Record";

    private const string FieldsColumn = "Fields";
    private const string EffectsColumn = "Effects";
    private const string OverdueColumn = "OverdueFor";
    private const char TagSeparator = ',';

    /// <summary>The partition of a shard.</summary>
    public static string Partition(OrganizationId organization, RecordModule module, int shard) =>
        RowKey.Join(organization.ToString(), module.NameOf(), RowKey.Number(shard, 1));

    /// <summary>The partition of a record.</summary>
    public static string Partition(OrganizationId organization, CrmRecord record) => Partition(organization, record.Module, record.Id.Shard);

    /// <summary>The row key of a record.</summary>
    public static string Key(RecordId id) => RowKey.Join("r", Inverted(id));

    /// <summary>What the row keys of somebody's open records begin with.</summary>
    public static string WorkPrefix(string owner) => $"w|{RowKey.Encode(owner)}|";

    /// <summary>The row key that notes an effect that made something.</summary>
    public static string EffectKey(string effectKey) =>
        RowKey.Join("x", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(effectKey)).AsSpan(0, 16)));

    /// <summary>The digits of an id such that the newest sorts first.</summary>
    public static string Inverted(RecordId id) => RowKey.Descending(Guid.Parse(id.ToString()));

    /// <summary>The row of a record.</summary>
    public static TableEntity ToRow(OrganizationId organization, RecordContent content)
    {
        var record = content.Record;
        var row = new TableEntity(Partition(organization, record), Key(record.Id))
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            ["Id"] = record.Id.ToString(),
            ["CreatedAt"] = record.CreatedAt,
            ["UpdatedAt"] = record.UpdatedAt,
            ["Revision"] = record.Revision,
        };
        row.Put("Owner", record.OwnerId);
        row.Put(OverdueColumn, content.OverdueFor);
        if (record.Tags.Count > 0) row["Tags"] = string.Join(TagSeparator, record.Tags);
        JsonColumn.Write(row, FieldsColumn, record.Fields, RecordsJson.Default.RecordFields);
        if (content.Effects.Count > 0) JsonColumn.Write(row, EffectsColumn, content.Effects, RecordsJson.Default.IReadOnlyListRecordEffect);
        return row;
    }

    /// <summary>The record in a row.</summary>
    public static StoredRecord FromRow(RecordModule module, TableEntity row) => new(new RecordContent(RecordOf(module, row))
    {
        Effects = JsonColumn.Read(row, EffectsColumn, RecordsJson.Default.IReadOnlyListRecordEffect) ?? [],
        OverdueFor = row.GetDateTimeOffset(OverdueColumn),
    }, row.ETag);

    /// <summary>The record in a row, without what is kept beside it.</summary>
    public static CrmRecord RecordOf(RecordModule module, TableEntity row) => new(
        RecordId.Parse(row.Text("Id")),
        module,
        JsonColumn.Read(row, FieldsColumn, RecordsJson.Default.RecordFields) ?? RecordFields.Empty,
        row.GetString("Owner"),
        row.GetString("Tags")?.Split(TagSeparator) ?? [],
        row.Time("CreatedAt"),
        row.Time("UpdatedAt"),
        row.Number("Revision"));

    /// <summary>That an open record is its owner's work; null when it is nobody's, or closed.</summary>
    public static TableEntity? Work(OrganizationId organization, CrmRecord record) =>
        record.OwnerId is { } owner && RecordState.IsOpen(record)
            ? new TableEntity(Partition(organization, record), WorkPrefix(owner) + Inverted(record.Id)) { [RowKey.SchemaColumn] = RowKey.Schema }
            : null;

    /// <summary>That an effect made a record.</summary>
    public static TableEntity Made(OrganizationId organization, CrmRecord record, string effectKey) =>
        new(Partition(organization, record), EffectKey(effectKey))
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            [MadeColumn] = record.Id.ToString(),
        };
}
