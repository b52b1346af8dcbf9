using System.Buffers;
using System.Text;
using System.Text.Json;
using Cadenza.LocalRuntime.Storage.Entities;

namespace Cadenza.LocalRuntime.Storage.Service;

/// <summary>A transaction as multipart/mixed: one change set, one embedded HTTP request a write.</summary>
internal sealed class BatchRequest
{
    private readonly string _batch = $"batch_{Guid.NewGuid()}";
    private readonly string _changes = $"changeset_{Guid.NewGuid()}";
    private readonly ArrayBufferWriter<byte> _content = new(16 * 1024);
    private readonly ArrayBufferWriter<byte> _body = new(1024);

    public BatchRequest(Uri endpoint, string table, WriteBatch writes)
    {
        var root = endpoint.AbsoluteUri.TrimEnd('/');
        var part = Encoding.UTF8.GetBytes($"--{_changes}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n");
        Text($"--{_batch}\r\nContent-Type: multipart/mixed; boundary={_changes}\r\n\r\n");
        using var json = new Utf8JsonWriter(_body);
        for (var i = 0; i < writes.Count; i++)
        {
            _content.Write(part);
            Append(root, table, writes, writes[i], json);
        }

        Text($"--{_changes}--\r\n--{_batch}--\r\n");
    }

    public string ContentType => $"multipart/mixed; boundary={_batch}";

    public ReadOnlyMemory<byte> Content => _content.WrittenMemory;

    private void Append(string root, string table, WriteBatch writes, in RowWrite write, Utf8JsonWriter json)
    {
        if (write.Fault == StorageFault.PropertiesNeedValue) throw write.Fault.ToException();
        Text($"{TableRequests.Method(write.Kind)} {root}/{TableRequests.Path(table, writes, write)} HTTP/1.1\r\n");
        _content.Write("Accept: application/json;odata=minimalmetadata\r\nDataServiceVersion: 3.0\r\n"u8);
        if (TableRequests.IfMatch(write) is { } version) Text($"If-Match: {version}\r\n");
        if (write.Kind != WriteKind.Delete)
        {
            _body.ResetWrittenCount();
            json.Reset();
            EntityJson.Write(json, writes, write);
            json.Flush();
            _content.Write("Prefer: return-no-content\r\nContent-Type: application/json\r\n"u8);
            Text($"Content-Length: {_body.WrittenCount}\r\n\r\n");
            _content.Write(_body.WrittenSpan);
        }

        _content.Write("\r\n"u8);
    }

    private void Text(string text) => Encoding.UTF8.GetBytes(text, _content);
}
