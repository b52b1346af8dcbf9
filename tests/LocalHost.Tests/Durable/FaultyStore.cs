using Azure;
using Azure.Data.Tables;
using Cadenza.LocalHost.Durable.Hub;

namespace Cadenza.LocalHost.Tests.Durable;

/// <summary>A store that breaks for good at a chosen write, which is either lost or written without the writer learning of it.</summary>
internal sealed class FaultyStore(IHubStore inner) : IHubStore
{
    private readonly TaskCompletionSource _down = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private int _left = int.MaxValue;
    private bool _applied;

    /// <summary>Ends when the store breaks.</summary>
    public Task Down => _down.Task;

    /// <summary>Writes seen since the last <see cref="FailFrom"/>.</summary>
    public int Writes { get; private set; }

    /// <summary>Breaks at the given write, counted from now.</summary>
    public void FailFrom(int write, bool applied)
    {
        lock (_gate) (_left, _applied, Writes) = (write, applied, 0);
    }

    public Task CreateAsync(CancellationToken cancellation) => inner.CreateAsync(cancellation);

    public Task<TableEntity?> GetAsync(string partition, string key, CancellationToken cancellation)
    {
        ThrowIfDown();
        return inner.GetAsync(partition, key, cancellation);
    }

    public Task<List<TableEntity>> RangeAsync(string partition, string from, string before, int count, CancellationToken cancellation)
    {
        ThrowIfDown();
        return inner.RangeAsync(partition, from, before, count, cancellation);
    }

    public async Task<ETag?> TryWriteAsync(IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellation)
    {
        ThrowIfDown();
        bool breaks;
        lock (_gate)
        {
            Writes++;
            breaks = --_left == 0;
        }

        if (!breaks) return await inner.TryWriteAsync(actions, cancellation);
        if (_applied) await inner.TryWriteAsync(actions, cancellation);
        _down.TrySetResult();
        throw new RequestFailedException("The store broke.");
    }

    private void ThrowIfDown()
    {
        if (Down.IsCompleted) throw new RequestFailedException("The store is broken.");
    }
}
