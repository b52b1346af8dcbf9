namespace Cadenza.LocalHost.Worker;

/// <summary>Says in which of the app's workers a function is invoked.</summary>
/// <param name="function">The function.</param>
/// <param name="workers">The workers, in the same order for every function.</param>
internal sealed class FunctionInvoker(HostedFunction function, IReadOnlyList<AppWorker> workers)
{
    private readonly WorkerFunction[] _workers = [.. workers.Select(worker => new WorkerFunction(worker, function))];
    private uint _invoked;

    public HostedFunction Function => function;

    /// <summary>It in the worker whose turn it is.</summary>
    public WorkerFunction Next() => _workers is [var only] ? only : _workers[Interlocked.Increment(ref _invoked) % _workers.Length];

    /// <summary>It in the worker that an orchestration stays with, because its code waits there in memory.</summary>
    public WorkerFunction For(string instanceId) =>
        // The workers end with this process, so a hash that holds as long as it does will do.
        _workers is [var only] ? only : _workers[(uint)instanceId.GetHashCode(StringComparison.Ordinal) % _workers.Length];
}
