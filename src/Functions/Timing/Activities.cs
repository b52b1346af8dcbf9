namespace Cadenza.Functions.Timing;

/// <summary>What the activities of drivers have in common.</summary>
internal static class Activities
{
    /// <summary>Does what an activity is for; a failure that another try would repeat is told as such.</summary>
    /// <exception cref="PermanentFailureException">It failed for good.</exception>
    public static async Task<T> DoAsync<T>(Func<Task<T>> activity)
    {
        try
        {
            return await activity();
        }
        catch (Exception fault) when (fault.IsLasting())
        {
            throw new PermanentFailureException(fault);
        }
    }
}
