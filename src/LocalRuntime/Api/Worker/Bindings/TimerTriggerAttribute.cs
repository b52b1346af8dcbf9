using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The function is started by a schedule, in UTC; runs of one function never overlap.</summary>
/// <param name="schedule">Six cron fields (second, minute, hour, day, month, day of week) or an interval as <c>hh:mm:ss</c>; <c>%Name%</c> is looked up in configuration.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    /// <summary>The schedule.</summary>
    public string Schedule { get; } = schedule;

    /// <summary>Whether the function also runs when the app starts.</summary>
    public bool RunOnStartup { get; set; }

    /// <summary>Whether the schedule's status is stored, so that ticks missed while the app was down are made up for once. Schedules of less than a minute are never stored.</summary>
    public bool UseMonitor { get; set; } = true;
}
