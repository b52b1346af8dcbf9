namespace Azure.Storage.Queues.Models;

/// <summary>A queue's length and metadata.</summary>
public class QueueProperties
{
    /// <summary>An empty queue's.</summary>
    public QueueProperties()
    {
    }

    internal QueueProperties(IDictionary<string, string> metadata, int approximateMessagesCount)
    {
        Metadata = metadata;
        ApproximateMessagesCount = approximateMessagesCount;
    }

    /// <summary>Names and values given when the queue was created.</summary>
    public IDictionary<string, string> Metadata { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many messages there are, hidden ones included; at least as many as really are there.</summary>
    public int ApproximateMessagesCount { get; }
}
