using System.Collections.Concurrent;

namespace Cadenza.Functions.Platform.Security.Rates;

/// <summary>
/// Counts the requests of each key in windows of a minute, which begin with the key's first request. Counted in the process
/// and not in storage, which would cost an operation a request: with n instances a key has up to n times the limit.
/// Only keys that exist are counted, so nobody fills the memory with made-up ones.
/// </summary>
internal sealed class RateCounters(RateOptions options, TimeProvider clock)
{
    /// <summary>The length of a window.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private const int SweptAt = 10_000;
    private readonly ConcurrentDictionary<string, Counter> _counters = new(StringComparer.Ordinal);

    /// <summary>How many keys are being counted.</summary>
    public int Count => _counters.Count;

    /// <summary>Counts a request of a key; null when there is no limit.</summary>
    public Rate? Take(string keyId)
    {
        if (options.RequestsPerMinute == 0) return null;
        if (_counters.Count >= SweptAt) RemoveElapsed();
        var taken = _counters.GetOrAdd(keyId, _ => new Counter()).Take(clock);
        return new Rate(
            options.RequestsPerMinute,
            Math.Max(0, options.RequestsPerMinute - taken.Requests),
            Math.Max(1, (int)Math.Ceiling(taken.Left.TotalSeconds)),
            taken.Requests > options.RequestsPerMinute);
    }

    // A counter that loses a request which is being counted right now begins its window a moment late.
    private void RemoveElapsed()
    {
        foreach (var (key, counter) in _counters)
        {
            if (counter.IsElapsed(clock)) _counters.TryRemove(key, out _);
        }
    }

    private sealed class Counter
    {
        private readonly Lock _gate = new();
        private long? _began;
        private int _requests;

        public (int Requests, TimeSpan Left) Take(TimeProvider clock)
        {
            lock (_gate)
            {
                if (Elapsed(clock) is not { } elapsed || elapsed >= Window)
                {
                    (_began, _requests, elapsed) = (clock.GetTimestamp(), 0, TimeSpan.Zero);
                }

                // Stops counting past the limit long before it could overflow.
                if (_requests < int.MaxValue) _requests++;
                return (_requests, Window - elapsed);
            }
        }

        public bool IsElapsed(TimeProvider clock)
        {
            lock (_gate) return Elapsed(clock) is { } elapsed && elapsed >= Window;
        }

        private TimeSpan? Elapsed(TimeProvider clock) => _began is { } began ? clock.GetElapsedTime(began) : null;
    }
}
