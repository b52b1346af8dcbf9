using Azure.Core;
using Azure.Data.Tables.Models;
using Cadenza.LocalRuntime.Storage;

namespace Azure.Data.Tables;

/// <summary>The tables of one storage account; thread-safe, to be kept and shared.</summary>
public class TableServiceClient
{
    private readonly ITableBackend _backend;

    /// <summary>For mocks.</summary>
    protected TableServiceClient() => _backend = null!;

    /// <summary>The storage that <paramref name="connectionString"/> names.</summary>
    /// <exception cref="FormatException">The connection string cannot be understood.</exception>
    public TableServiceClient(string connectionString)
        : this(connectionString, default)
    {
    }

    /// <inheritdoc cref="TableServiceClient(string)"/>
    public TableServiceClient(string connectionString, TableClientOptions? options = default) =>
        _backend = StorageBackends.Tables(connectionString, options ?? new TableClientOptions());

    /// <summary>The account at <paramref name="endpoint"/>, authorized by Microsoft Entra ID.</summary>
    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions? options = default) =>
        _backend = StorageBackends.Tables(endpoint, tokenCredential, options ?? new TableClientOptions());

    /// <summary>The account's name.</summary>
    public virtual string AccountName => _backend.AccountName;

    /// <summary>Where the account's tables are.</summary>
    public virtual Uri Uri => _backend.Endpoint;

    /// <summary>A client of one table, which need not exist yet; makes no request.</summary>
    public virtual TableClient GetTableClient(string tableName) => new(_backend, tableName);

    /// <summary>Creates a table.</summary>
    /// <exception cref="RequestFailedException">409 TableAlreadyExists.</exception>
    public virtual Task<Response<TableItem>> CreateTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).CreateAsync(cancellationToken);

    /// <summary>Creates a table unless it exists.</summary>
    public virtual Task<Response<TableItem>> CreateTableIfNotExistsAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).CreateIfNotExistsAsync(cancellationToken);

    /// <summary>Deletes a table and its rows; a table that does not exist is no failure.</summary>
    public virtual Task<Response> DeleteTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).DeleteAsync(cancellationToken);
}
