using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Cadenza.LocalHost.Storage.Embedded.Clients;

/// <summary>Stored messages as the official models.</summary>
internal static class MessageModels
{
    public static QueueMessage Received(MessageRow message, QueueMessageEncoding encoding) => QueuesModelFactory.QueueMessage(
        MessageId.Of(message.Sequence), message.PopReceipt, MessageCodec.Decode(message.Body, encoding), message.Dequeued, Time(message.Visible), Time(message.Inserted), Time(message.Expires));

    public static PeekedMessage Peeked(MessageRow message, QueueMessageEncoding encoding) => QueuesModelFactory.PeekedMessage(
        MessageId.Of(message.Sequence), MessageCodec.Decode(message.Body, encoding), message.Dequeued, Time(message.Inserted), Time(message.Expires));

    public static SendReceipt Sent(MessageRow message) => QueuesModelFactory.SendReceipt(
        MessageId.Of(message.Sequence), Time(message.Inserted), Time(message.Expires), message.PopReceipt, Time(message.Visible));

    public static UpdateReceipt Updated(MessageRow message) => QueuesModelFactory.UpdateReceipt(message.PopReceipt, Time(message.Visible));

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}
