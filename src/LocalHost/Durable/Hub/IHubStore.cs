using Azure;
using Azure.Data.Tables;

namespace Cadenza.LocalHost.Durable.Hub;

/// <summary>The rows of a task hub: one table, because a transaction cannot span two.</summary>
internal interface IHubStore
{
    /// <summary>Makes the table unless it exists.</summary>
    Task CreateAsync(CancellationToken cancellation);

    /// <summary>The row with the given keys; null when there is none.</summary>
    Task<TableEntity?> GetAsync(string partition, string key, CancellationToken cancellation);

    /// <summary>The rows of a partition with <paramref name="from"/> ≤ key &lt; <paramref name="before"/>, in order of their keys, at most <paramref name="count"/>.</summary>
    Task<List<TableEntity>> RangeAsync(string partition, string from, string before, int count, CancellationToken cancellation);

    /// <summary>Writes rows of one partition, all or none.</summary>
    /// <returns>The first row's new version; null when a row was not as its action demands, and nothing was written.</returns>
    /// <exception cref="RequestFailedException">The storage failed; whether the rows were written is not known.</exception>
    Task<ETag?> TryWriteAsync(IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellation);
}
