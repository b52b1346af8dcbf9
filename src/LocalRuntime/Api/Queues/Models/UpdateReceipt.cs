namespace Azure.Storage.Queues.Models;

/// <summary>What the queue says of a message it has updated.</summary>
public class UpdateReceipt
{
    internal UpdateReceipt(string popReceipt, DateTimeOffset nextVisibleOn)
    {
        PopReceipt = popReceipt;
        NextVisibleOn = nextVisibleOn;
    }

    /// <summary>Replaces the receipt the update was made with.</summary>
    public string PopReceipt { get; }

    /// <summary>When the message becomes visible.</summary>
    public DateTimeOffset NextVisibleOn { get; }
}
