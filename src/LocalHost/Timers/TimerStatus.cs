namespace Cadenza.LocalHost.Timers;

/// <summary>How a schedule stands, in UTC.</summary>
/// <param name="Last">When it last ran; the default when it never did.</param>
/// <param name="Next">When it runs next.</param>
/// <param name="LastUpdated">When this was noted.</param>
internal sealed record TimerStatus(DateTime Last, DateTime Next, DateTime LastUpdated);
