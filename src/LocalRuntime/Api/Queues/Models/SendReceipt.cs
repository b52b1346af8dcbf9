namespace Azure.Storage.Queues.Models;

/// <summary>What the queue says of a message it has accepted.</summary>
public class SendReceipt
{
    internal SendReceipt(string messageId, DateTimeOffset insertionTime, DateTimeOffset expirationTime, string popReceipt, DateTimeOffset timeNextVisible)
    {
        MessageId = messageId;
        InsertionTime = insertionTime;
        ExpirationTime = expirationTime;
        PopReceipt = popReceipt;
        TimeNextVisible = timeNextVisible;
    }

    /// <summary>The message's id.</summary>
    public string MessageId { get; }

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset InsertionTime { get; }

    /// <summary>When the queue drops it.</summary>
    public DateTimeOffset ExpirationTime { get; }

    /// <summary>Lets the sender delete or update the message before anyone receives it.</summary>
    public string PopReceipt { get; }

    /// <summary>When it becomes visible.</summary>
    public DateTimeOffset TimeNextVisible { get; }
}
