using System.ComponentModel;

namespace Cadenza.Functions.Http.Platform.Health;

/// <summary>The body of a health answer.</summary>
/// <param name="Status">"live".</param>
internal sealed record HealthReply([Description("live.")] string Status);

/// <summary>The body of an answer to the question whether the app can do its work; what cannot is in a problem's errors.</summary>
internal sealed record ReadyReply(
    [Description("ready.")] string Status,
    [Description("How storage is: ok.")] string Storage,
    [Description("How the sweep is: ok.")] string Sweep,
    [Description("When the sweep last ended; null before the first one.")] DateTimeOffset? LastSweepAt);
