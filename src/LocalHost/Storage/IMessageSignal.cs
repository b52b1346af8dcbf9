namespace Cadenza.LocalHost.Storage;

/// <summary>A queue client that can say at once that there are messages, so that a listener need not poll.</summary>
internal interface IMessageSignal
{
    /// <summary>Completes when a message may have become visible, at the latest after <paramref name="atMost"/>.</summary>
    Task WaitForMessagesAsync(TimeSpan atMost, CancellationToken cancellation);
}
