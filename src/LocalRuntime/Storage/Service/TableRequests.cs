using System.Buffers;
using System.Text;
using System.Text.Json;
using Azure.Core;
using Cadenza.LocalRuntime.Storage.Entities;

namespace Cadenza.LocalRuntime.Storage.Service;

/// <summary>The parts of table requests that single writes and transactions have in common.</summary>
internal static class TableRequests
{
    public const string JsonType = "application/json";
    public const string Accept = "application/json;odata=minimalmetadata";

    public static RequestMethod Method(WriteKind kind) => kind switch
    {
        WriteKind.Insert => RequestMethod.Post,
        WriteKind.Delete => RequestMethod.Delete,
        WriteKind.Replace or WriteKind.UpsertReplace => RequestMethod.Put,
        _ => RequestMethod.Patch,
    };

    public static string Path(string table, WriteBatch batch, in RowWrite write) => write.Kind == WriteKind.Insert
        ? table
        : EntityPath(table, Encoding.UTF8.GetString(batch.Bytes(write.PartitionKey)), Encoding.UTF8.GetString(batch.Bytes(write.RowKey)));

    public static string EntityPath(string table, string partitionKey, string rowKey) =>
        $"{table}(PartitionKey='{Quoted(partitionKey)}',RowKey='{Quoted(rowKey)}')";

    /// <summary>The version the request is conditional on, or null.</summary>
    public static string? IfMatch(in RowWrite write) => write.Kind is WriteKind.Replace or WriteKind.Merge or WriteKind.Delete ? write.IfMatch.ToString() : null;

    public static ReadOnlyMemory<byte> Body(WriteBatch batch, in RowWrite write)
    {
        var buffer = new ArrayBufferWriter<byte>(write.Properties.Length * 2 + 256);
        using (var json = new Utf8JsonWriter(buffer)) EntityJson.Write(json, batch, write);
        return buffer.WrittenMemory;
    }

    public static void SetHeaders(Request request)
    {
        request.Headers.SetValue("Accept", Accept);
        request.Headers.SetValue("DataServiceVersion", "3.0");
        request.Headers.SetValue("MaxDataServiceVersion", "3.0");
    }

    private static string Quoted(string key) => Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));
}
