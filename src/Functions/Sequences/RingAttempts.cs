using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Sequences;

/// <summary>Rings for which a user's request must not fail: what the user asked for is stored, and the sweep rings again.</summary>
internal sealed class RingAttempts(ILogger<RingAttempts> log)
{
    /// <summary>Rings; a failure is logged and left to the sweep.</summary>
    public async Task TryAsync(Func<Task> ring)
    {
        try
        {
            await ring();
        }
        catch (Exception fault)
        {
            log.RingLost(fault);
        }
    }
}
