namespace Cadenza.Domain.Delivery;

/// <summary>What is known of one message. Names in rows and on the wire are the same in lower case.</summary>
public enum LedgerStatus
{
    /// <summary>Reserved: it is being sent, or waits to be tried again.</summary>
    Pending,

    /// <summary>The provider took it.</summary>
    Sent,

    /// <summary>The provider refused it for good, or retries ran out.</summary>
    Failed,

    /// <summary>The send gate held it back; the reason is stored.</summary>
    Suppressed,

    /// <summary>It may or may not have been sent. Not sent again without an operator's word.</summary>
    Unknown,
}
