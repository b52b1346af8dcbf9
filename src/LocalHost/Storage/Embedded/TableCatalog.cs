namespace Cadenza.LocalHost.Storage.Embedded;

/// <summary>
/// The ids of tables or queues by name, as far as known. Only committed ones are in it; a lookup that raced with a
/// drop is not remembered.
/// </summary>
internal sealed class TableCatalog
{
    private readonly Lock _gate = new();
    private volatile Dictionary<string, long> _ids = new(StringComparer.OrdinalIgnoreCase);
    private long _epoch;

    public long Epoch => Interlocked.Read(ref _epoch);

    public bool TryGet(string name, out long id) => _ids.TryGetValue(name, out id);

    /// <param name="name">The table.</param>
    /// <param name="id">Its id.</param>
    /// <param name="epoch">From before the lookup.</param>
    public void Remember(string name, long id, long epoch)
    {
        lock (_gate)
        {
            if (epoch == _epoch) _ids = new(_ids, StringComparer.OrdinalIgnoreCase) { [name] = id };
        }
    }

    /// <summary>A drop was committed, here or by another process.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _epoch++;
            _ids = new(StringComparer.OrdinalIgnoreCase);
        }
    }
}
