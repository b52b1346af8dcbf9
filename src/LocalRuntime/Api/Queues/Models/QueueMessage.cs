namespace Azure.Storage.Queues.Models;

/// <summary>A received message: hidden from other receivers until <see cref="NextVisibleOn"/>.</summary>
public class QueueMessage
{
    internal QueueMessage(string messageId, string popReceipt, BinaryData body, long dequeueCount, DateTimeOffset? nextVisibleOn, DateTimeOffset? insertedOn, DateTimeOffset? expiresOn)
    {
        MessageId = messageId;
        PopReceipt = popReceipt;
        Body = body;
        DequeueCount = dequeueCount;
        NextVisibleOn = nextVisibleOn;
        InsertedOn = insertedOn;
        ExpiresOn = expiresOn;
    }

    /// <summary>The message's id, the same on every receipt.</summary>
    public string MessageId { get; }

    /// <summary>Proof of this receipt, needed to delete or update the message.</summary>
    public string PopReceipt { get; }

    /// <summary>The body as text.</summary>
    public string MessageText => Body.ToString();

    /// <summary>The body, decoded.</summary>
    public BinaryData Body { get; }

    /// <summary>When it becomes visible again unless deleted.</summary>
    public DateTimeOffset? NextVisibleOn { get; }

    /// <summary>When it was sent.</summary>
    public DateTimeOffset? InsertedOn { get; }

    /// <summary>When the queue drops it.</summary>
    public DateTimeOffset? ExpiresOn { get; }

    /// <summary>How often it was received, this time included.</summary>
    public long DequeueCount { get; }

    /// <summary>The message with the receipt that an update returned.</summary>
    public QueueMessage Update(UpdateReceipt updated)
    {
        ArgumentNullException.ThrowIfNull(updated);
        return new(MessageId, updated.PopReceipt, Body, DequeueCount, updated.NextVisibleOn, InsertedOn, ExpiresOn);
    }

    internal QueueMessage WithBody(BinaryData body) => new(MessageId, PopReceipt, body, DequeueCount, NextVisibleOn, InsertedOn, ExpiresOn);
}
