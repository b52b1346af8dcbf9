using Azure;
using Azure.Data.Tables;
using Cadenza.LocalHost.Storage.Entities;

namespace Cadenza.LocalHost.Storage;

/// <summary>Where tables are: embedded or behind the REST protocol. Failures are <see cref="RequestFailedException"/> as the service gives them.</summary>
internal interface ITableBackend
{
    string AccountName { get; }

    Uri Endpoint { get; }

    /// <summary>Status 201, or 204 when <paramref name="ifMissing"/> and the table exists; 409 TableAlreadyExists otherwise.</summary>
    Task<Response> CreateTableAsync(string table, bool ifMissing, CancellationToken cancellation);

    /// <summary>Status 204, or 404 when there was no such table, which is no failure.</summary>
    Task<Response> DeleteTableAsync(string table, CancellationToken cancellation);

    /// <summary>One write. Takes over <paramref name="write"/> and disposes it. A delete of a missing row answers 404, which is no failure.</summary>
    Task<Response> WriteAsync(string table, WriteBatch write, CancellationToken cancellation);

    /// <summary>All writes or none. Takes over <paramref name="writes"/> and disposes it.</summary>
    /// <exception cref="TableTransactionFailedException">One was refused.</exception>
    Task<Response<IReadOnlyList<Response>>> TransactAsync(string table, WriteBatch writes, CancellationToken cancellation);

    /// <summary>A point read; a missing row is a response without a value.</summary>
    Task<NullableResponse<T>> GetAsync<T>(string table, string partitionKey, string rowKey, string[]? select, CancellationToken cancellation)
        where T : class, ITableEntity;

    /// <summary>One page of at most <see cref="TableQuery.PageSize"/> rows.</summary>
    Task<Page<T>> QueryAsync<T>(string table, TableQuery query, string? continuation, CancellationToken cancellation)
        where T : class, ITableEntity;
}

/// <summary>A query as the client states it.</summary>
/// <param name="Filter">OData text, or null for every row.</param>
/// <param name="Select">The properties to return, or null for all.</param>
/// <param name="PageSize">1 to 1,000, or null for 1,000.</param>
internal sealed record TableQuery(string? Filter, string[]? Select, int? PageSize);
