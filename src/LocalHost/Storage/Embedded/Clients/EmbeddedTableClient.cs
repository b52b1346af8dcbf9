using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Cadenza.LocalHost.Storage.Embedded.Clients;

/// <summary>One table of an embedded store. Not sealed, so that a test can watch what is asked of it.</summary>
internal partial class EmbeddedTableClient : TableClient
{
    private readonly EmbeddedTables _tables;

    public EmbeddedTableClient(EmbeddedTables tables, string tableName)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        _tables = tables;
        Name = tableName;
    }

    public override string Name { get; }

    public override string AccountName => EmbeddedStore.AccountName;

    public override Uri Uri => new($"{_tables.Endpoint}/{Name}");

    public override Task<Response<TableItem>> CreateAsync(CancellationToken cancellationToken = default) =>
        CreateAsync(ifMissing: false, cancellationToken);

    public override Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default) =>
        CreateAsync(ifMissing: true, cancellationToken);

    public override Task<Response> DeleteAsync(CancellationToken cancellationToken = default)
    {
        StorageMeter.Count("table.drop");
        return _tables.DeleteTableAsync(Name, cancellationToken);
    }

    private async Task<Response<TableItem>> CreateAsync(bool ifMissing, CancellationToken cancellation)
    {
        StorageMeter.Count("table.create");
        var response = await _tables.CreateTableAsync(Name, ifMissing, cancellation).ConfigureAwait(false);
        return Response.FromValue(new TableItem(Name), response);
    }
}
