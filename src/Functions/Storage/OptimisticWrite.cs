using Azure;

namespace Cadenza.Functions.Storage;

/// <summary>Read, decide, write on the version that was read: and again when somebody else wrote in between.</summary>
internal static class OptimisticWrite
{
    private const int MaxRaces = 20;

    /// <summary>Runs an attempt until it does not lose a race, at most twenty times.</summary>
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
            catch (RequestFailedException error) when ((error.IsStale() || error.IsConflict()) && race < MaxRaces)
            {
                // Somebody else's write came first.
            }
        }
    }
}
