using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Flows;

namespace Cadenza.Functions.Flows.Storage;

/// <summary>A flow as stored, and the version of its row.</summary>
internal sealed record StoredFlow(Flow Flow, ETag Tag);

/// <summary>A version of a flow as stored, and the version of its row.</summary>
internal sealed record StoredFlowVersion(FlowVersion Version, ETag Tag);

/// <summary>
/// Flows (E3). Table <c>flows</c>, partition <c>organization</c>, rows: <c>c</c> the counter of numeric ids, <c>f</c>+ordinal a
/// flow, <c>v</c>+numeric id a version, <c>x</c>+slug whose a slug is. Every write is one transaction with the counter, on the
/// version of the counter that was read before anything else: so two writers never act on the same reading, and the
/// counter's revision tells whether anything has changed.
/// </summary>
internal sealed class FlowStore(StorageTables tables)
{
    private const string CounterRow = "c";
    private const string FlowColumn = "Flow";
    private const string ContentColumn = "Content";
    private const int Digits = 10;

    /// <summary>The organization's counter; read it before what is to be changed.</summary>
    public async Task<FlowCounter> CounterAsync(OrganizationId organization, CancellationToken cancellation)
    {
        var row = await tables.Flows.GetEntityIfExistsAsync<TableEntity>(organization.ToString(), CounterRow, cancellationToken: cancellation);
        return row.HasValue
            ? new FlowCounter(row.Value!.GetInt64("NextId") ?? 1, row.Value.GetInt64("Revision") ?? 0, row.Value.ETag)
            : new FlowCounter(1, 0, null);
    }

    /// <summary>The flow with an ordinal, or null.</summary>
    public async Task<StoredFlow?> FindAsync(OrganizationId organization, long ordinal, CancellationToken cancellation)
    {
        var row = await tables.Flows.GetEntityIfExistsAsync<TableEntity>(organization.ToString(), Key('f', ordinal), cancellationToken: cancellation);
        return row.HasValue ? FlowOf(row.Value!) : null;
    }

    /// <summary>The flow with a slug, or null.</summary>
    public async Task<StoredFlow?> FindAsync(OrganizationId organization, string slug, CancellationToken cancellation)
    {
        if (!FlowSlug.IsValid(slug)) return null;
        var row = await tables.Flows.GetEntityIfExistsAsync<TableEntity>(organization.ToString(), SlugKey(slug), cancellationToken: cancellation);
        return row.HasValue ? await FindAsync(organization, row.Value!.GetInt64("Flow") ?? 0, cancellation) : null;
    }

    /// <summary>The version with a numeric id, or null.</summary>
    public async Task<StoredFlowVersion?> GetVersionAsync(OrganizationId organization, long id, CancellationToken cancellation)
    {
        var row = await tables.Flows.GetEntityIfExistsAsync<TableEntity>(organization.ToString(), Key('v', id), cancellationToken: cancellation);
        return row.HasValue ? VersionOf(row.Value!) : null;
    }

    /// <summary>The organization's flows in the order of their creation.</summary>
    public async IAsyncEnumerable<StoredFlow> ListAsync(OrganizationId organization, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {organization.ToString()} and RowKey ge {"f"} and RowKey lt {"g"}");
        await foreach (var row in tables.Flows.QueryAsync<TableEntity>(filter, cancellationToken: cancellation)) yield return FlowOf(row);
    }

    /// <summary>Stores a new flow with its first version.</summary>
    /// <exception cref="RequestFailedException">409 or 412: something of the organization's flows was written meanwhile, or the slug is taken.</exception>
    public Task CreateAsync(OrganizationId organization, FlowCounter counter, Flow flow, FlowVersion version, CancellationToken cancellation) => CommitAsync(
        organization,
        counter with { NextId = version.Id + 1 },
        [
            StorageErrors.Add(Row(organization, flow)),
            StorageErrors.Add(Row(organization, version)),
            StorageErrors.Add(new TableEntity(organization.ToString(), SlugKey(flow.Slug)) { [RowKey.SchemaColumn] = RowKey.Schema, ["Flow"] = flow.Ordinal }),
        ],
        cancellation);

    /// <summary>Stores one more version of a flow.</summary>
    /// <inheritdoc cref="CreateAsync"/>
    public Task AddVersionAsync(
        OrganizationId organization, FlowCounter counter, StoredFlow read, Flow changed, FlowVersion version, CancellationToken cancellation) => CommitAsync(
        organization,
        counter with { NextId = version.Id + 1 },
        [StorageErrors.Replace(Row(organization, changed), read.Tag), StorageErrors.Add(Row(organization, version))],
        cancellation);

    /// <summary>Stores a changed version.</summary>
    /// <inheritdoc cref="CreateAsync"/>
    public Task UpdateVersionAsync(
        OrganizationId organization, FlowCounter counter, StoredFlowVersion read, FlowVersion changed, CancellationToken cancellation) =>
        CommitAsync(organization, counter, [StorageErrors.Replace(Row(organization, changed), read.Tag)], cancellation);

    /// <summary>Stores a changed flow, its versions as they are.</summary>
    /// <inheritdoc cref="CreateAsync"/>
    public Task UpdateAsync(OrganizationId organization, FlowCounter counter, StoredFlow read, Flow changed, CancellationToken cancellation) =>
        CommitAsync(organization, counter, [StorageErrors.Replace(Row(organization, changed), read.Tag)], cancellation);

    /// <summary>Deletes a version, and with the last one the flow.</summary>
    /// <inheritdoc cref="CreateAsync"/>
    public Task DeleteVersionAsync(
        OrganizationId organization, FlowCounter counter, StoredFlow read, StoredFlowVersion version, CancellationToken cancellation)
    {
        List<TableTransactionAction> actions = [Delete(Key('v', version.Version.Id), version.Tag)];
        if (read.Flow.Without(version.Version.Id) is { } rest) actions.Add(StorageErrors.Replace(Row(organization, rest), read.Tag));
        else
        {
            actions.Add(Delete(Key('f', read.Flow.Ordinal), read.Tag));
            // ETag.All: whose a slug is never changes, and the counter guards the whole.
            actions.Add(Delete(SlugKey(read.Flow.Slug), ETag.All));
        }

        return CommitAsync(organization, counter, actions, cancellation);

        TableTransactionAction Delete(string key, ETag tag) =>
            new(TableTransactionActionType.Delete, new TableEntity(organization.ToString(), key), tag);
    }

    private async Task CommitAsync(OrganizationId organization, FlowCounter counter, IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellation)
    {
        var row = new TableEntity(organization.ToString(), CounterRow)
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            ["NextId"] = counter.NextId,
            ["Revision"] = counter.Revision + 1,
        };
        await tables.Flows.SubmitTransactionAsync([counter.Tag is { } tag ? StorageErrors.Replace(row, tag) : StorageErrors.Add(row), .. actions], cancellation);
    }

    private static TableEntity Row(OrganizationId organization, Flow flow)
    {
        var row = new TableEntity(organization.ToString(), Key('f', flow.Ordinal)) { [RowKey.SchemaColumn] = RowKey.Schema, ["Slug"] = flow.Slug };
        JsonColumn.Write(row, FlowColumn, flow, FlowJson.Default.Flow);
        return row;
    }

    private static TableEntity Row(OrganizationId organization, FlowVersion version)
    {
        var row = new TableEntity(organization.ToString(), Key('v', version.Id)) { [RowKey.SchemaColumn] = RowKey.Schema, ["Name"] = version.Name };
        JsonColumn.Write(row, ContentColumn, version, FlowJson.Default.FlowVersion);
        return row;
    }

    private static StoredFlow FlowOf(TableEntity row) =>
        new(JsonColumn.Read(row, FlowColumn, FlowJson.Default.Flow) ?? throw new InvalidDataException($"Row {row.RowKey} lacks its flow."), row.ETag);

    private static StoredFlowVersion VersionOf(TableEntity row) =>
        new(JsonColumn.Read(row, ContentColumn, FlowJson.Default.FlowVersion) ?? throw new InvalidDataException($"Row {row.RowKey} lacks its content."), row.ETag);

    private static string Key(char kind, long id) => kind + id.ToString("D" + Digits, System.Globalization.CultureInfo.InvariantCulture);

    private static string SlugKey(string slug) => "x" + RowKey.Encode(slug);
}

/// <summary>The counter of an organization's flows.</summary>
/// <param name="NextId">The next numeric id.</param>
/// <param name="Revision">How often anything was written.</param>
/// <param name="Tag">The version of its row; null before the first flow.</param>
internal sealed record FlowCounter(long NextId, long Revision, ETag? Tag);
