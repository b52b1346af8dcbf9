namespace Cadenza.Functions.Timing;

/// <summary>What the sweep does for things of one kind whose drivers are overdue.</summary>
/// <typeparam name="TKey">What names one.</typeparam>
internal interface IOverdue<TKey>
{
    /// <summary>Wakes the driver, where there is something for it to do.</summary>
    /// <returns>Whether the entry still stands for something; else it is removed.</returns>
    Task<bool> WakeAsync(Due<TKey> entry, Doorbells doorbells, CancellationToken cancellation);
}
