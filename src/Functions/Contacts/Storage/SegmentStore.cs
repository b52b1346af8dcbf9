using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Contacts;

namespace Cadenza.Functions.Contacts.Storage;

/// <summary>A segment as stored, and the version of its row.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Version">The version.</param>
/// <param name="IsDeleted">Whether it is being deleted: it is gone for everybody, but its members may still be there.</param>
internal sealed record StoredSegment(Segment Segment, ETag Version, bool IsDeleted);

/// <summary>Segments. Table <c>segments</c>, partition <c>organization</c>, row: the segment's id, so the order is that of creation. For members see <see cref="MemberStore"/>.</summary>
internal sealed class SegmentStore(StorageTables tables)
{
    private const string FilterColumn = "Filter";
    private const string DeletedColumn = "Deleted";

    /// <summary>Stores a new segment.</summary>
    public async Task<ETag> CreateAsync(OrganizationId organization, Segment segment, CancellationToken cancellation) =>
        (await tables.Segments.AddEntityAsync(ToRow(organization, segment), cancellation)).NewETag();

    /// <summary>The segment, or null; one that is being deleted is answered as such.</summary>
    public async Task<StoredSegment?> FindAsync(OrganizationId organization, SegmentId id, CancellationToken cancellation)
    {
        var row = await tables.Segments.GetEntityIfExistsAsync<TableEntity>(organization.ToString(), id.ToString(), cancellationToken: cancellation);
        return row.HasValue ? FromRow(row.Value!) : null;
    }

    /// <summary>The segment, or null when there is none or it is being deleted.</summary>
    public async Task<StoredSegment?> GetAsync(OrganizationId organization, SegmentId id, CancellationToken cancellation) =>
        await FindAsync(organization, id, cancellation) is { IsDeleted: false } stored ? stored : null;

    /// <summary>Stores a changed segment.</summary>
    /// <exception cref="RequestFailedException">412 or 404: it was changed or deleted since it was read.</exception>
    public async Task<ETag> UpdateAsync(OrganizationId organization, StoredSegment read, Segment changed, CancellationToken cancellation) =>
        (await tables.Segments.UpdateEntityAsync(ToRow(organization, changed), read.Version, TableUpdateMode.Replace, cancellation)).NewETag();

    /// <summary>Marks a segment as being deleted: from now on nobody finds it.</summary>
    /// <exception cref="RequestFailedException">412 or 404: it was changed or deleted since it was read.</exception>
    public Task MarkDeletedAsync(OrganizationId organization, StoredSegment read, CancellationToken cancellation)
    {
        var row = ToRow(organization, read.Segment);
        row[DeletedColumn] = true;
        return tables.Segments.UpdateEntityAsync(row, read.Version, TableUpdateMode.Replace, cancellation);
    }

    /// <summary>Removes the row of a segment that was marked; one that is gone is no error.</summary>
    public Task RemoveAsync(OrganizationId organization, SegmentId id, CancellationToken cancellation) =>
        // Nothing to lose: a marked segment does not change any more.
        tables.Segments.DropAsync(organization.ToString(), id.ToString(), cancellation);

    /// <summary>The organization's segments in the order of their creation.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="after">Behind this one; null for all.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async IAsyncEnumerable<StoredSegment> ListAsync(
        OrganizationId organization, string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {organization.ToString()} and RowKey gt {after ?? ""}");
        await foreach (var row in tables.Segments.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            if (FromRow(row) is { IsDeleted: false } stored) yield return stored;
        }
    }

    private static TableEntity ToRow(OrganizationId organization, Segment segment)
    {
        var row = new TableEntity(organization.ToString(), segment.Id.ToString())
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            ["Name"] = segment.Name,
            ["CreatedAt"] = segment.CreatedAt,
            ["UpdatedAt"] = segment.UpdatedAt,
        };
        if (segment.Filter is { } filter) JsonColumn.Write(row, FilterColumn, filter, StorageJson.Default.ContactsFilter);
        return row;
    }

    private static StoredSegment FromRow(TableEntity row) => new(
        new Segment(
            SegmentId.Parse(row.RowKey),
            row.Text("Name"),
            JsonColumn.Read(row, FilterColumn, StorageJson.Default.ContactsFilter),
            row.Time("CreatedAt"),
            row.Time("UpdatedAt")),
        row.ETag,
        row.GetBoolean(DeletedColumn) ?? false);
}
