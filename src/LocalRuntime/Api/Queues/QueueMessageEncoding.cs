namespace Azure.Storage.Queues;

/// <summary>How a message's body becomes the text that the queue stores.</summary>
public enum QueueMessageEncoding
{
    /// <summary>As it is: UTF-8 text.</summary>
    None = 0,

    /// <summary>Base64.</summary>
    Base64 = 1,
}
