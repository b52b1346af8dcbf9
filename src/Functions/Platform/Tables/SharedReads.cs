namespace Cadenza.Functions.Platform.Tables;

/// <summary>
/// Reads whose answer serves everybody who asked before the read began, so that a hundred requests at once cost a few reads
/// and nobody is answered with anything older than the question. Nothing is kept behind an answer.
/// </summary>
/// <param name="read">Reads what is asked for. It is not cancelled with a question: others may wait for its answer.</param>
internal sealed class SharedReads<TKey, TAnswer>(Func<TKey, Task<TAnswer>> read)
    where TKey : notnull
{
    private readonly Lock _gate = new();

    // By each key that is being read: those who asked meanwhile, and are served by the next read; null while there are none.
    private readonly Dictionary<TKey, TaskCompletionSource<TAnswer>?> _next = [];

    /// <summary>What a read that begins after this call answers, or what it throws.</summary>
    public Task<TAnswer> AskAsync(TKey key, CancellationToken cancellation)
    {
        var asked = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_next.TryGetValue(key, out var next))
            {
                if (next is null) _next[key] = next = asked;
                return next.Task.WaitAsync(cancellation);
            }

            _next.Add(key, null);
        }

        _ = AnswerAsync(key, asked);
        return asked.Task.WaitAsync(cancellation);
    }

    private async Task AnswerAsync(TKey key, TaskCompletionSource<TAnswer> asked)
    {
        for (var served = asked; served is not null; served = NextOf(key))
        {
            var answer = read(key);
            await ((Task)answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            served.SetFromTask(answer);
        }
    }

    private TaskCompletionSource<TAnswer>? NextOf(TKey key)
    {
        lock (_gate)
        {
            var next = _next[key];
            if (next is null) _next.Remove(key);
            else _next[key] = null;
            return next;
        }
    }
}
