using System.Collections.Concurrent;
using Cadenza.LocalHost.Durable.Hub;

namespace Cadenza.LocalHost.Durable.Scheduling;

/// <summary>The running orchestrations by id; an id is reserved here before anything is stored under it.</summary>
internal sealed class InstanceIndex
{
    private readonly ConcurrentDictionary<string, Instance> _instances = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, HubKeys.Shards).Select(_ => new SemaphoreSlim(1, 1))];

    public int Count => _instances.Count;

    public IEnumerable<Instance> All => _instances.Select(entry => entry.Value);

    public Instance? Find(string id) => _instances.GetValueOrDefault(id);

    public void Add(Instance instance) => _instances[instance.Id] = instance;

    public void Remove(Instance instance) => _instances.TryRemove(KeyValuePair.Create(instance.Id, instance));

    /// <summary>Keeps everyone else from reserving or purging an id of its shard while it is held.</summary>
    public async Task<IDisposable> HoldAsync(string id, CancellationToken cancellation)
    {
        var gate = _gates[HubKeys.ShardOf(id)];
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        return new Hold(gate);
    }

    private sealed class Hold(SemaphoreSlim gate) : IDisposable
    {
        private SemaphoreSlim? _gate = gate;

        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Release();
    }
}
