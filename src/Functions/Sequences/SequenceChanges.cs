using Cadenza.Domain.Sequences;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Sequences;

/// <summary>
/// What follows a stored change of a sequence. The user's request no longer depends on it: what was asked for is stored, and
/// the sweep does what is missed here.
/// </summary>
internal sealed class SequenceChanges(SequenceWatch watch, ILogger<SequenceChanges> log)
{
    /// <summary>Makes the change known in this process and rings the driver; a failure to ring is logged and left to the sweep.</summary>
    /// <param name="id">The sequence.</param>
    /// <param name="ring">Rings its driver; null when the change needs nobody woken.</param>
    public async Task PublishAsync(SequenceId id, Func<Task>? ring)
    {
        watch.Forget(id);
        if (ring is null) return;
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
