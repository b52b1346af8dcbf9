using System.Text.Json;
using Cadenza.LocalHost.Worker.Protocol;

namespace Cadenza.LocalHost.Timers;

/// <summary>A tick as the worker gets it, in the form of the official host.</summary>
internal static class TimerData
{
    /// <param name="status">How the schedule stood before the tick; null when it is not monitored.</param>
    /// <param name="pastDue">Whether the tick should have come earlier.</param>
    public static TypedData Json(TimerStatus? status, bool pastDue) => new()
    {
        Json = JsonSerializer.Serialize(new
        {
            Schedule = new { AdjustForDST = true },
            ScheduleStatus = status is null ? null : new { status.Last, status.LastUpdated, status.Next },
            IsPastDue = pastDue,
        }),
    };
}
