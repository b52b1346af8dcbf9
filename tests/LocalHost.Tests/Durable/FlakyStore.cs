using Azure;
using Azure.Data.Tables;
using Cadenza.LocalHost.Durable.Hub;

namespace Cadenza.LocalHost.Tests.Durable;

/// <summary>A store that fails now and then: in turn before it has written, after it has written, and when it is read.</summary>
internal sealed class FlakyStore(IHubStore inner) : IHubStore
{
    private int _calls;
    private int _every = int.MaxValue;
    private int _failures;

    public int Failures => _failures;

    public void FailEvery(int calls) => _every = calls;

    public Task CreateAsync(CancellationToken cancellation) => inner.CreateAsync(cancellation);

    public Task<TableEntity?> GetAsync(string partition, string key, CancellationToken cancellation) => inner.GetAsync(partition, key, cancellation);

    public Task<List<TableEntity>> RangeAsync(string partition, string from, string before, int count, CancellationToken cancellation)
    {
        if (Fails()) throw new RequestFailedException("The read failed.");
        return inner.RangeAsync(partition, from, before, count, cancellation);
    }

    public async Task<ETag?> TryWriteAsync(IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellation)
    {
        if (!Fails()) return await inner.TryWriteAsync(actions, cancellation);
        if (Interlocked.Increment(ref _failures) % 2 == 0) await inner.TryWriteAsync(actions, cancellation);
        throw new RequestFailedException("The write failed, or its answer was lost.");
    }

    private bool Fails() => Interlocked.Increment(ref _calls) % _every == 0;
}
