using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Cadenza.Functions.Contacts.Import;

namespace Cadenza.Functions.Contacts.Http.Bulk;

/// <summary>
/// Writes the answer of an import, a JSON object a line. It never waits for the reader while rows are still coming in: a
/// client that reads the answer only after it has sent all would wait for the app, and the app for the client. So one buffer
/// is filled while another leaves.
/// </summary>
internal sealed class BulkLines : IAsyncDisposable
{
    private readonly PipeWriter _output;
    private readonly Utf8JsonWriter _json;
    private ArrayBufferWriter<byte> _filling = new();
    private ArrayBufferWriter<byte> _leaving = new();
    private Task _sending = Task.CompletedTask;
    private int _created;
    private int _updated;
    private int _failed;

    /// <summary>Lines that go to an answer's body.</summary>
    public BulkLines(PipeWriter output)
    {
        _output = output;
        _json = new Utf8JsonWriter(_filling);
    }

    /// <summary>Writes what came of a row.</summary>
    /// <param name="result">What came of it.</param>
    /// <param name="line">The line of the file on which the row begins; told of rows that failed.</param>
    public void Write(RowResult result, int line)
    {
        _ = result.Status switch
        {
            RowStatus.Created => _created++,
            RowStatus.Updated => _updated++,
            _ => _failed++,
        };
        _json.WriteStartObject();
        _json.WriteNumber("row"u8, result.Number);
        if (result.Status == RowStatus.Failed) _json.WriteNumber("line"u8, line);
        _json.WriteString("status"u8, NameOf(result.Status));
        if (result.Contact is { } contact) _json.WriteString("id"u8, contact.ToString());
        if (result.Errors is { } errors) WriteErrors(errors);
        _json.WriteEndObject();
        EndLine();
    }

    /// <summary>Lets the client have what is written, unless it is still busy with what it was given before.</summary>
    public void Flush(CancellationToken cancellation)
    {
        // A failure to send is met when the answer ends.
        if (!_sending.IsCompletedSuccessfully || _filling.WrittenCount == 0) return;
        (_leaving, _filling) = (_filling, _leaving);
        _filling.ResetWrittenCount();
        _json.Reset(_filling);
        _sending = _output.WriteAsync(_leaving.WrittenMemory, cancellation).AsTask();
    }

    /// <summary>Writes the summary and waits until the client has all of it.</summary>
    /// <param name="fault">Why the import ended before the file did; null when it did not.</param>
    /// <param name="cancellation">The client went away.</param>
    public async Task EndAsync(string? fault, CancellationToken cancellation)
    {
        _json.WriteStartObject();
        _json.WriteStartObject("summary"u8);
        _json.WriteNumber("created"u8, _created);
        _json.WriteNumber("updated"u8, _updated);
        _json.WriteNumber("failed"u8, _failed);
        _json.WriteBoolean("complete"u8, fault is null);
        if (fault is not null) _json.WriteString("reason"u8, fault);
        _json.WriteEndObject();
        _json.WriteEndObject();
        EndLine();
        await _sending;
        await _output.WriteAsync(_filling.WrittenMemory, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _json.DisposeAsync();

    private void EndLine()
    {
        _json.Flush();
        _json.Reset();
        _filling.Write("\n"u8);
    }

    private void WriteErrors(IReadOnlyDictionary<string, string[]> errors)
    {
        _json.WriteStartObject("errors"u8);
        foreach (var (place, messages) in errors)
        {
            _json.WriteStartArray(place);
            foreach (var message in messages) _json.WriteStringValue(message);
            _json.WriteEndArray();
        }

        _json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> NameOf(RowStatus status) => status switch
    {
        RowStatus.Created => "created"u8,
        RowStatus.Updated => "updated"u8,
        _ => "failed"u8,
    };
}
