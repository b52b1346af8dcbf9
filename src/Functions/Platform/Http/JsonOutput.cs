using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Platform.Http;

/// <summary>Writes a JSON body in one piece, with its length, through buffers that are used again.</summary>
internal static class JsonOutput
{
    // A body larger than this is rare enough that keeping its buffer would only cost memory.
    private const int KeptBytes = 256 * 1024;

    // Bodies are never embedded in HTML, so names and addresses stay readable instead of escaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? _spare;

    /// <summary>Answers with what <paramref name="write"/> writes.</summary>
    public static async Task WriteAsync<TState>(
        HttpResponse response, int status, string contentType, TState state, Action<Utf8JsonWriter, TState> write)
    {
        var (buffer, json) = Rent();
        write(json, state);
        json.Flush();
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = buffer.WrittenCount;
        await response.BodyWriter.WriteAsync(buffer.WrittenMemory, response.HttpContext.RequestAborted);
        Return(buffer, json);
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json) Rent()
    {
        if (_spare is { } spare)
        {
            _spare = null;
            return spare;
        }

        var buffer = new ArrayBufferWriter<byte>(1024);
        return (buffer, new Utf8JsonWriter(buffer, Options));
    }

    private static void Return(ArrayBufferWriter<byte> buffer, Utf8JsonWriter json)
    {
        if (buffer.Capacity > KeptBytes) return;
        buffer.ResetWrittenCount();
        json.Reset();
        _spare = (buffer, json);
    }
}
