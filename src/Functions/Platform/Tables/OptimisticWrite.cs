using Azure;

namespace Cadenza.Functions.Platform.Tables;

/// <summary>Read, decide, write on the version that was read: and again when somebody else wrote in between.</summary>
internal static class OptimisticWrite
{
    private const int MaxRaces = 60;

    // The first races are run again at once; those who still lose are many, and have to stop treading on each other.
    private const int RacesAtOnce = 3;
    private const int MaxPauseMilliseconds = 50;

    /// <summary>Runs an attempt until it does not lose a race, at most sixty times, which takes about a second.</summary>
    /// <param name="attempt">Reads, decides and writes; it decides anew on what is stored each time.</param>
    /// <exception cref="RequestFailedException">Any other fault; or the race was lost each time.</exception>
    public static async Task<T> RunAsync<T>(Func<Task<T>> attempt)
    {
        for (var race = 1; ; race++)
        {
            try
            {
                return await attempt();
            }
            catch (RequestFailedException error) when ((error.IsStale() || error.IsConflict() || error.IsMissing()) && race < MaxRaces)
            {
                // Somebody else's write came first: a change, an insertion or a removal.
            }

            await PauseAsync(race);
        }
    }

    /// <summary>The same for an attempt that has nothing to tell.</summary>
    /// <inheritdoc cref="RunAsync{T}(Func{Task{T}})"/>
    public static Task RunAsync(Func<Task> attempt) => RunAsync(async () =>
    {
        await attempt();
        return true;
    });

    /// <summary>The same for an attempt that answers null, and does not throw, when it lost a race.</summary>
    /// <exception cref="InvalidOperationException">The race was lost each time.</exception>
    public static async Task<T> UntilWonAsync<T>(Func<Task<T?>> attempt)
        where T : class
    {
        for (var race = 1; race <= MaxRaces; race++)
        {
            if (await attempt() is { } answer) return answer;
            await PauseAsync(race);
        }

        throw new InvalidOperationException($"Others write the same rows: gave up after {MaxRaces} tries.");
    }

    // The machine's time, not the app's: it is other threads that are waited for.
    private static Task PauseAsync(int race) => race <= RacesAtOnce
        ? Task.CompletedTask
        : Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(Math.Min(race * 2, MaxPauseMilliseconds))), TimeProvider.System);
}
