namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a timer function is told about its run.</summary>
public class TimerInfo
{
    /// <summary>When the schedule ran and runs next; null when the schedule is not monitored.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>Whether this run makes up for ticks that passed while the app was down.</summary>
    public bool IsPastDue { get; set; }
}

/// <summary>The stored status of a schedule. Times are UTC.</summary>
public class ScheduleStatus
{
    /// <summary>The last tick that ran.</summary>
    public DateTime Last { get; set; }

    /// <summary>The next tick.</summary>
    public DateTime Next { get; set; }

    /// <summary>When this status was written.</summary>
    public DateTime LastUpdated { get; set; }
}
