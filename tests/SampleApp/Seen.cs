using System.Collections.Concurrent;

namespace Cadenza.SampleApp;

/// <summary>What functions tell a test, in the order told.</summary>
public sealed class Seen
{
    private int _running;

    /// <summary>What was told.</summary>
    public ConcurrentQueue<string> Values { get; } = new();

    /// <summary>How many ran at once, at most.</summary>
    public int Most { get; private set; }

    /// <summary>What functions that wait wait for.</summary>
    public Task? Wait { get; set; }

    /// <summary>What functions that fail fail with.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Tells something.</summary>
    public void Tell(string value) => Values.Enqueue(value);

    /// <summary>Tells something, then waits and fails as the test has set.</summary>
    public async Task TellAndWaitAsync(string value)
    {
        lock (Values) Most = Math.Max(Most, ++_running);
        Tell(value);
        if (Wait is { } wait) await wait;
        lock (Values) _running--;
        if (Fault is not null) throw Fault;
    }
}
