using Azure.Core;
using Azure.Data.Tables.Models;
using Cadenza.LocalRuntime.Storage;
using Cadenza.LocalRuntime.Storage.Entities;

namespace Azure.Data.Tables;

/// <summary>Reads and writes the rows of one table; thread-safe, to be kept and shared.</summary>
public partial class TableClient
{
    private readonly ITableBackend _backend;

    /// <summary>For mocks.</summary>
    protected TableClient()
    {
        _backend = null!;
        Name = null!;
    }

    /// <summary>A table in the storage that <paramref name="connectionString"/> names.</summary>
    /// <exception cref="FormatException">The connection string cannot be understood.</exception>
    public TableClient(string connectionString, string tableName)
        : this(StorageBackends.Tables(connectionString, new TableClientOptions()), tableName)
    {
    }

    /// <inheritdoc cref="TableClient(string, string)"/>
    public TableClient(string connectionString, string tableName, TableClientOptions? options = default)
        : this(StorageBackends.Tables(connectionString, options ?? new TableClientOptions()), tableName)
    {
    }

    /// <summary>A table of the account at <paramref name="endpoint"/>, authorized by Microsoft Entra ID.</summary>
    public TableClient(Uri endpoint, string tableName, TokenCredential tokenCredential, TableClientOptions? options = default)
        : this(StorageBackends.Tables(endpoint, tokenCredential, options ?? new TableClientOptions()), tableName)
    {
    }

    internal TableClient(ITableBackend backend, string tableName)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        _backend = backend;
        Name = tableName;
    }

    /// <summary>The table's name.</summary>
    public virtual string Name { get; }

    /// <summary>The account's name.</summary>
    public virtual string AccountName => _backend.AccountName;

    /// <summary>Where the table is.</summary>
    public virtual Uri Uri => new(_backend.Endpoint, $"{_backend.Endpoint.AbsolutePath.TrimEnd('/')}/{Name}");

    /// <summary>Creates the table.</summary>
    /// <exception cref="RequestFailedException">409 TableAlreadyExists.</exception>
    public virtual Task<Response<TableItem>> CreateAsync(CancellationToken cancellationToken = default) =>
        CreateAsync(ifMissing: false, cancellationToken);

    /// <summary>Creates the table unless it exists.</summary>
    public virtual Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default) =>
        CreateAsync(ifMissing: true, cancellationToken);

    /// <summary>Deletes the table and its rows; a table that does not exist is no failure.</summary>
    public virtual Task<Response> DeleteAsync(CancellationToken cancellationToken = default)
    {
        StorageMeter.Count("table.drop");
        return _backend.DeleteTableAsync(Name, cancellationToken);
    }

    /// <summary>An OData filter in which each interpolated value is a literal of its type, quoted and escaped.</summary>
    /// <exception cref="ArgumentException">A value is of a type that tables do not have.</exception>
    public static string CreateQueryFilter(FormattableString filter) => ODataLiteral.Format(filter);

    private async Task<Response<TableItem>> CreateAsync(bool ifMissing, CancellationToken cancellationToken)
    {
        StorageMeter.Count("table.create");
        var response = await _backend.CreateTableAsync(Name, ifMissing, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(new TableItem(Name), response);
    }
}
