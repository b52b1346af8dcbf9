using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Cadenza.LocalHost.Storage.Embedded.Clients;

/// <summary>The tables of an embedded store. Not sealed, so that a test can put clients of its own between.</summary>
internal partial class EmbeddedTableServiceClient(EmbeddedStore store) : TableServiceClient
{
    private readonly EmbeddedTables _tables = new(store);

    public override string AccountName => EmbeddedStore.AccountName;

    public override Uri Uri => _tables.Endpoint;

    public override TableClient GetTableClient(string tableName) => new EmbeddedTableClient(_tables, tableName);

    public override Task<Response<TableItem>> CreateTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).CreateAsync(cancellationToken);

    public override Task<Response<TableItem>> CreateTableIfNotExistsAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).CreateIfNotExistsAsync(cancellationToken);

    public override Task<Response> DeleteTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).DeleteAsync(cancellationToken);
}
