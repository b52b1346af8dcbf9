using Azure;
using Azure.Storage.Queues.Models;

namespace Cadenza.LocalHost.Storage.Embedded;

/// <summary>Queues in the embedded store. Unlike the service's, its times are exact to 100 ns and its order is first in, first out.</summary>
internal sealed class EmbeddedQueues(EmbeddedStore store)
{
    private static readonly TimeSpan DefaultVisibility = TimeSpan.FromSeconds(30);

    public Uri Endpoint { get; } = new($"file://{store.Folder}/queues");

    public Task<Response> CreateAsync(string queue, IDictionary<string, string>? metadata, CancellationToken cancellation) => Write<Response>(queue, writer =>
    {
        if (QueueRules.FaultOfName(queue) is { } fault) return fault;
        var wanted = metadata ?? new Dictionary<string, string>();
        if (writer.Messages.Find(queue) is { } existing)
            return QueueRules.SameMetadata(existing.Metadata, wanted) ? StorageResponse.NoContent : StorageFault.QueueAlreadyExists;
        writer.Messages.Create(queue, wanted);
        return StorageResponse.Created;
    }, cancellation);

    public Task<Response> DeleteAsync(string queue, CancellationToken cancellation) => Write<Response>(queue, writer =>
    {
        if (writer.Messages.Find(queue) is not { } existing) return StorageResponse.NotFound;
        writer.Messages.Drop(existing.Id);
        return StorageResponse.NoContent;
    }, cancellation);

    public Task<Response> ClearAsync(string queue, CancellationToken cancellation) => Write<Response>(queue, writer =>
    {
        if (writer.Messages.Find(queue) is not { } existing) return StorageFault.QueueNotFound;
        writer.Messages.Clear(existing.Id);
        return StorageResponse.NoContent;
    }, cancellation);

    public Task<MessageRow> SendAsync(string queue, string text, TimeSpan? visibilityTimeout, TimeSpan? timeToLive, CancellationToken cancellation) => Write<MessageRow>(queue, writer =>
    {
        if (QueueRules.FaultOfSend(text, visibilityTimeout, timeToLive) is { } fault) return fault;
        if (writer.Messages.Find(queue) is not { } existing) return StorageFault.QueueNotFound;
        var now = writer.NextTick();
        var expires = QueueRules.Expiry(now, timeToLive);
        var message = new MessageRow(0, now + (visibilityTimeout ?? TimeSpan.Zero).Ticks, now, expires, 0, now, text);
        var sequence = writer.Messages.Send(existing.Id, message);
        return message with { Sequence = sequence };
    }, cancellation);

    public async Task<MessageRow[]> ReceiveAsync(string queue, int? maxMessages, TimeSpan? visibilityTimeout, CancellationToken cancellation)
    {
        if (QueueRules.FaultOfReceive(maxMessages, visibilityTimeout) is { } fault) throw fault.ToException();
        // Looking costs no write; an idle queue must not keep the disk busy.
        if (await NextVisible(queue, Now, cancellation).ConfigureAwait(false) is null) return [];
        return await store.Write<MessageRow[]>(
            writer =>
            {
                if (writer.Messages.Find(queue) is not { } existing) return StorageFault.QueueNotFound;
                return Receive(writer, existing.Id, maxMessages ?? 1, visibilityTimeout ?? DefaultVisibility);
            },
            null,
            cancellation).ConfigureAwait(false);
    }

    public Task<MessageRow[]> PeekAsync(string queue, int? maxMessages, CancellationToken cancellation) => store.Read<MessageRow[]>(reader =>
    {
        if (QueueRules.FaultOfReceive(maxMessages, null) is { } fault) return fault;
        if (QueueRow.First(reader.Queue.BindText(1, queue)) is not { } existing) return StorageFault.QueueNotFound;
        var messages = new List<MessageRow>();
        reader.Peek.Bind(1, existing.Id).Bind(2, Now).Bind(3, maxMessages ?? 1);
        while (reader.Peek.Step()) messages.Add(MessageRow.Read(reader.Peek));
        return messages.ToArray();
    }, cancellation);

    public Task<Response> DeleteMessageAsync(string queue, string messageId, string popReceipt, CancellationToken cancellation) => Write<Response>(queue, writer =>
    {
        var (message, fault) = Held(writer, queue, messageId, popReceipt);
        if (fault is not null) return fault;
        writer.Messages.Delete(message.Sequence);
        return StorageResponse.NoContent;
    }, cancellation);

    public Task<MessageRow> UpdateMessageAsync(string queue, string messageId, string popReceipt, string? text, TimeSpan visibilityTimeout, CancellationToken cancellation) => Write<MessageRow>(queue, writer =>
    {
        if (QueueRules.FaultOfSend(text ?? "", visibilityTimeout, null) is { } refused) return refused;
        var (message, fault) = Held(writer, queue, messageId, popReceipt);
        if (fault is not null) return fault;
        var now = writer.NextTick();
        var visible = now + visibilityTimeout.Ticks;
        writer.Messages.Update(message.Sequence, visible, now, text);
        return message with { Visible = visible, Receipt = now };
    }, cancellation);

    public Task<Response<QueueProperties>> GetPropertiesAsync(string queue, CancellationToken cancellation) => store.Read<Response<QueueProperties>>(reader =>
    {
        if (QueueRow.First(reader.Queue.BindText(1, queue)) is not { } existing) return StorageFault.QueueNotFound;
        reader.MessageCount.Bind(1, existing.Id).Step();
        var count = reader.MessageCount.Int64(0);
        reader.MessageCount.Reset();
        return Response.FromValue(QueuesModelFactory.QueueProperties(existing.Metadata, count), StorageResponse.Ok);
    }, cancellation);

    public async Task WaitForMessagesAsync(string queue, TimeSpan atMost, CancellationToken cancellation)
    {
        var end = Now + atMost.Ticks;
        while (true)
        {
            // Taken before the look, so that a message sent in between is not missed.
            var changed = store.Signals.Next(queue);
            var now = Now;
            var next = await NextVisible(queue, end, cancellation).ConfigureAwait(false);
            if (next <= now || now >= end) return;
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            await Task.WhenAny(changed, Task.Delay(TimeSpan.FromTicks((next ?? end) - now), stop.Token)).ConfigureAwait(false);
            await stop.CancelAsync().ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private static long Now => DateTime.UtcNow.Ticks;

    // Every change may make a message visible or move its time, so those who wait look again.
    private Task<T> Write<T>(string queue, Func<Writer, Outcome<T>> function, CancellationToken cancellation) =>
        store.Write(function, () => store.Signals.Pulse(queue), cancellation);

    /// <summary>When the first message visible until a time became or becomes so, or null.</summary>
    private Task<long?> NextVisible(string queue, long until, CancellationToken cancellation) => store.Read<long?>(reader =>
    {
        if (QueueRow.First(reader.Queue.BindText(1, queue)) is not { } existing) return StorageFault.QueueNotFound;
        reader.NextVisible.Bind(1, existing.Id).Bind(2, until).Step();
        long? next = reader.NextVisible.IsNull(0) ? null : reader.NextVisible.Int64(0);
        reader.NextVisible.Reset();
        return next;
    }, cancellation);

    private static MessageRow[] Receive(Writer writer, long queue, int atMost, TimeSpan visibility)
    {
        var now = writer.NextTick();
        var received = new List<MessageRow>();
        while (received.Count < atMost)
        {
            var candidates = writer.Messages.Visible(queue, now, atMost - received.Count);
            foreach (var candidate in candidates)
            {
                if (candidate.Expires <= now)
                {
                    writer.Messages.Delete(candidate.Sequence);
                    continue;
                }

                var message = candidate with { Visible = now + visibility.Ticks, Dequeued = candidate.Dequeued + 1, Receipt = writer.NextTick() };
                writer.Messages.Receive(message);
                received.Add(message);
            }

            if (candidates.Count == 0) break;
        }

        return [.. received];
    }

    private static (MessageRow Message, StorageFault? Fault) Held(Writer writer, string queue, string messageId, string popReceipt)
    {
        if (writer.Messages.Find(queue) is not { } existing) return (default, StorageFault.QueueNotFound);
        if (!MessageId.TryParse(messageId, out var sequence) || writer.Messages.Read(existing.Id, sequence) is not { } message || message.Expires <= Now)
            return (default, StorageFault.MessageNotFound);
        return (message, message.PopReceipt == popReceipt ? null : StorageFault.PopReceiptMismatch);
    }
}
