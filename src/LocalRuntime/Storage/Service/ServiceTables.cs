using System.Text;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Cadenza.LocalRuntime.Storage.Entities;

namespace Cadenza.LocalRuntime.Storage.Service;

/// <summary>Tables behind the REST protocol: Azurite or an Azure Storage account.</summary>
internal sealed class ServiceTables(ServicePipeline pipeline, string account) : ITableBackend
{
    public string AccountName => account;

    public Uri Endpoint => pipeline.Endpoint;

    public Task<Response> CreateTableAsync(string table, bool ifMissing, CancellationToken cancellation)
    {
        var message = Message(RequestMethod.Post, "Tables");
        SetBody(message, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new Dictionary<string, string> { ["TableName"] = table })));
        message.Request.Headers.SetValue("Prefer", "return-no-content");
        return SendAllowing(message, ifMissing ? "TableAlreadyExists" : null, cancellation);
    }

    public Task<Response> DeleteTableAsync(string table, CancellationToken cancellation) =>
        SendAllowing(Message(RequestMethod.Delete, $"Tables('{Uri.EscapeDataString(table)}')"), "ResourceNotFound", cancellation);

    public async Task<Response> WriteAsync(string table, WriteBatch write, CancellationToken cancellation)
    {
        using (write)
        {
            var row = write[0];
            if (row.Fault == StorageFault.PropertiesNeedValue) throw row.Fault.ToException();
            var message = Message(TableRequests.Method(row.Kind), TableRequests.Path(table, write, row));
            if (TableRequests.IfMatch(row) is { } version) message.Request.Headers.SetValue("If-Match", version);
            if (row.Kind == WriteKind.Delete) return await SendAllowing(message, "ResourceNotFound", cancellation).ConfigureAwait(false);
            SetBody(message, TableRequests.Body(write, row));
            message.Request.Headers.SetValue("Prefer", "return-no-content");
            return await SendAllowing(message, null, cancellation).ConfigureAwait(false);
        }
    }

    public async Task<Response<IReadOnlyList<Response>>> TransactAsync(string table, WriteBatch writes, CancellationToken cancellation)
    {
        using (writes)
        {
            var batch = new BatchRequest(pipeline.Endpoint, table, writes);
            var message = Message(RequestMethod.Post, "$batch");
            message.Request.Headers.SetValue("Content-Type", batch.ContentType);
            message.Request.Content = RequestContent.Create(batch.Content);
            try
            {
                var response = await pipeline.SendAsync(message, cancellation, 202).ConfigureAwait(false);
                return Response.FromValue(BatchResponse.Read(response.Content.ToString(), writes.Count), response);
            }
            catch (RequestFailedException failure) when (failure is not TableTransactionFailedException)
            {
                throw new TableTransactionFailedException(failure);
            }
        }
    }

    public async Task<NullableResponse<T>> GetAsync<T>(string table, string partitionKey, string rowKey, string[]? select, CancellationToken cancellation)
        where T : class, ITableEntity
    {
        var path = TableRequests.EntityPath(table, partitionKey, rowKey);
        if (select is not null) path += $"?$select={Uri.EscapeDataString(string.Join(',', select))}";
        var response = await SendAllowing(Message(RequestMethod.Get, path), "ResourceNotFound", cancellation).ConfigureAwait(false);
        if (response.Status == 404) return new FoundOrNot<T>(null, response);
        using var document = JsonDocument.Parse(response.Content);
        return new FoundOrNot<T>(EntityJson.Read<T>(document.RootElement, response.Headers.ETag?.ToString()), response);
    }

    public async Task<Page<T>> QueryAsync<T>(string table, TableQuery query, string? continuation, CancellationToken cancellation)
        where T : class, ITableEntity
    {
        var response = await pipeline.SendAsync(Message(RequestMethod.Get, QueryPath(table, query, continuation)), cancellation, 200).ConfigureAwait(false);
        using var document = JsonDocument.Parse(response.Content);
        var rows = document.RootElement.GetProperty("value");
        var entities = new List<T>(rows.GetArrayLength());
        foreach (var row in rows.EnumerateArray()) entities.Add(EntityJson.Read<T>(row));
        return Page<T>.FromValues(entities, Continuation(response), response);
    }

    private static string QueryPath(string table, TableQuery query, string? continuation)
    {
        var path = new StringBuilder($"{table}()?");
        if (query.Filter is { Length: > 0 } filter) path.Append("$filter=").Append(Uri.EscapeDataString(filter)).Append('&');
        if (query.Select is { } select) path.Append("$select=").Append(Uri.EscapeDataString(string.Join(',', select))).Append('&');
        if (query.PageSize is { } top) path.Append("$top=").Append(top).Append('&');
        if (continuation is not null)
        {
            var space = continuation.IndexOf(' ', StringComparison.Ordinal);
            if (space < 0) throw StorageFault.InvalidInput("The continuation token is not one of this table's.").ToException();
            path.Append("NextPartitionKey=").Append(Uri.EscapeDataString(continuation[..space]));
            if (space + 1 < continuation.Length) path.Append("&NextRowKey=").Append(Uri.EscapeDataString(continuation[(space + 1)..]));
        }

        return path.ToString().TrimEnd('&', '?');
    }

    private static string? Continuation(Response response)
    {
        if (!response.Headers.TryGetValue("x-ms-continuation-NextPartitionKey", out var partitionKey)) return null;
        response.Headers.TryGetValue("x-ms-continuation-NextRowKey", out var rowKey);
        return $"{partitionKey} {rowKey}";
    }

    private HttpMessage Message(RequestMethod method, string path)
    {
        var message = pipeline.Message(method, path);
        TableRequests.SetHeaders(message.Request);
        return message;
    }

    private static void SetBody(HttpMessage message, ReadOnlyMemory<byte> body)
    {
        message.Request.Headers.SetValue("Content-Type", TableRequests.JsonType);
        message.Request.Content = RequestContent.Create(body);
    }

    private async Task<Response> SendAllowing(HttpMessage message, string? allowed, CancellationToken cancellation)
    {
        var response = await pipeline.SendAsync(message, cancellation, 200, 201, 204, 404, 409, 400, 412).ConfigureAwait(false);
        if (response.Status < 300) return response;
        var failure = new RequestFailedException(response);
        return allowed is not null && failure.ErrorCode == allowed ? response : throw failure;
    }
}
