using System.Buffers;
using System.Text;
using Cadenza.LocalRuntime.Storage.Entities;

namespace Cadenza.LocalRuntime.Storage.Service;

/// <summary>A transaction as multipart/mixed: one change set, one embedded HTTP request a write.</summary>
internal sealed class BatchRequest
{
    private readonly string _batch = $"batch_{Guid.NewGuid()}";
    private readonly string _changes = $"changeset_{Guid.NewGuid()}";
    private readonly ArrayBufferWriter<byte> _content = new(4096);

    public BatchRequest(Uri endpoint, string table, WriteBatch writes)
    {
        var root = endpoint.AbsoluteUri.TrimEnd('/');
        Line($"--{_batch}");
        Line($"Content-Type: multipart/mixed; boundary={_changes}");
        Line("");
        for (var i = 0; i < writes.Count; i++) Append(root, table, writes, writes[i]);
        Line($"--{_changes}--");
        Line($"--{_batch}--");
    }

    public string ContentType => $"multipart/mixed; boundary={_batch}";

    public ReadOnlyMemory<byte> Content => _content.WrittenMemory;

    private void Append(string root, string table, WriteBatch writes, in RowWrite write)
    {
        if (write.Fault == StorageFault.PropertiesNeedValue) throw write.Fault.ToException();
        Line($"--{_changes}");
        Line("Content-Type: application/http");
        Line("Content-Transfer-Encoding: binary");
        Line("");
        Line($"{TableRequests.Method(write.Kind)} {root}/{TableRequests.Path(table, writes, write)} HTTP/1.1");
        Line($"Accept: {TableRequests.Accept}");
        Line("DataServiceVersion: 3.0");
        if (TableRequests.IfMatch(write) is { } version) Line($"If-Match: {version}");
        if (write.Kind == WriteKind.Delete)
        {
            Line("");
            Line("");
            return;
        }

        var body = TableRequests.Body(writes, write);
        Line("Prefer: return-no-content");
        Line($"Content-Type: {TableRequests.JsonType}");
        Line($"Content-Length: {body.Length}");
        Line("");
        _content.Write(body.Span);
        Line("");
    }

    private void Line(string text)
    {
        Encoding.UTF8.GetBytes(text, _content);
        _content.Write("\r\n"u8);
    }
}
