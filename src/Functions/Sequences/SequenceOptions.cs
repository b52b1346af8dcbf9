using Cadenza.Functions.Platform.Configuration;

namespace Cadenza.Functions.Sequences;

/// <summary>How sequences gather what they do together.</summary>
/// <param name="RescanInterval">How often all contacts are read again for those whose change was lost (B7).</param>
/// <param name="GatherDelay">How long newcomers are gathered before they are enrolled together.</param>
/// <param name="TouchDelay">How close the next step must be for <c>last_contacted_at</c> to be written once for both, so long after the first; else it is written right after a step.</param>
internal sealed record SequenceOptions(TimeSpan RescanInterval, TimeSpan GatherDelay, TimeSpan TouchDelay)
{
    /// <summary>What holds unless it is set otherwise.</summary>
    public static SequenceOptions Default { get; } = new(TimeSpan.FromMinutes(15), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30));

    /// <summary>Reads and checks the settings.</summary>
    public static SequenceOptions Read(Settings settings) => new(
        settings.Duration("Sequences__RescanInterval", Default.RescanInterval, TimeSpan.FromSeconds(10), TimeSpan.FromDays(7)),
        settings.Duration("Sequences__GatherDelay", Default.GatherDelay, TimeSpan.Zero, TimeSpan.FromMinutes(10)),
        settings.Duration("Sequences__TouchDelay", Default.TouchDelay, TimeSpan.Zero, TimeSpan.FromMinutes(10)));
}
