using System.Buffers.Text;
using System.Text;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Cadenza.LocalHost.Queues;

/// <summary>A received message, held by renewing its invisibility until it is settled.</summary>
internal sealed class QueueDelivery(QueueClient queue, QueueMessage message, bool base64, long receivedAt) : IDisposable
{
    // A renewal changes the pop receipt that deletion needs, so that one must see the other's end.
    private readonly SemaphoreSlim _gate = new(1, 1);
    private bool _settled;

    /// <summary>The message as stored, with its latest pop receipt.</summary>
    public QueueMessage Message { get; private set; } = message;

    /// <summary>When it was received or last renewed, by the clock's timestamp.</summary>
    public long HeldSince { get; private set; } = receivedAt;

    /// <summary>The message's text; null when it is not base64 although messages of this app are.</summary>
    public string? Text()
    {
        if (!base64) return Message.Body.ToString();
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(Message.Body.ToMemory().Length)];
        return Convert.TryFromBase64String(Message.Body.ToString(), bytes, out var length) ? Encoding.UTF8.GetString(bytes.AsSpan(0, length)) : null;
    }

    /// <summary>Keeps the message from other receivers for <paramref name="time"/> more.</summary>
    public Task RenewAsync(TimeSpan time, long now) => AloneAsync(async () =>
    {
        if (_settled) return;
        Message = Message.Update(await queue.UpdateMessageAsync(Message.MessageId, Message.PopReceipt, visibilityTimeout: time));
        HeldSince = now;
    });

    /// <summary>The message is dealt with.</summary>
    public Task DeleteAsync() => AloneAsync(async () =>
    {
        _settled = true;
        await queue.DeleteMessageAsync(Message.MessageId, Message.PopReceipt);
    });

    /// <summary>The message is to be tried again after <paramref name="delay"/>.</summary>
    public Task ReleaseAsync(TimeSpan delay) => AloneAsync(async () =>
    {
        _settled = true;
        await queue.UpdateMessageAsync(Message.MessageId, Message.PopReceipt, visibilityTimeout: delay);
    });

    public void Dispose() => _gate.Dispose();

    private async Task AloneAsync(Func<Task> act)
    {
        await _gate.WaitAsync();
        try
        {
            await act();
        }
        finally
        {
            _gate.Release();
        }
    }
}
