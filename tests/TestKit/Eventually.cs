using System.Diagnostics;

namespace Cadenza.TestKit;

/// <summary>Waiting in tests: poll a condition until a deadline, never sleep for a fixed time.</summary>
public static class Eventually
{
    /// <summary>Polls until <paramref name="condition"/> holds; fails with <paramref name="what"/> after <paramref name="within"/> (30 s).</summary>
    /// <exception cref="TimeoutException">The condition did not hold in time.</exception>
    public static Task True(Func<Task<bool>> condition, string what, TimeSpan? within = null) => True(condition, () => what, within);

    /// <inheritdoc cref="True(Func{Task{bool}}, string, TimeSpan?)"/>
    /// <remarks>What was waited for, and how things stand, is asked for when it did not happen.</remarks>
    public static async Task True(Func<Task<bool>> condition, Func<string> what, TimeSpan? within = null)
    {
        var deadline = within ?? TimeSpan.FromSeconds(30);
        var clock = Stopwatch.StartNew();
        while (!await condition().ConfigureAwait(false))
        {
            if (clock.Elapsed > deadline) throw new TimeoutException($"Not within {deadline}: {what()}");
            await Task.Delay(TimeSpan.FromMilliseconds(20)).ConfigureAwait(false);
        }
    }

    /// <inheritdoc cref="True(Func{Task{bool}}, string, TimeSpan?)"/>
    public static Task True(Func<bool> condition, string what, TimeSpan? within = null) =>
        True(() => Task.FromResult(condition()), what, within);
}
