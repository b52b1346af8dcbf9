using System.Globalization;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.SampleApp.Timers;

/// <summary>Functions of every kind of schedule.</summary>
public sealed class TimerFunctions(Seen seen, TimeProvider clock)
{
    /// <summary>A cron expression.</summary>
    [Function("EveryFive")]
    public Task EveryFiveAsync([TimerTrigger("0 */5 * * * *")] TimerInfo timer) => RunAsync(timer);

    /// <summary>Also at every start.</summary>
    [Function("AtStart")]
    public Task AtStartAsync([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer) => RunAsync(timer);

    /// <summary>Once a year.</summary>
    [Function("NewYear")]
    public Task NewYearAsync([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer) => RunAsync(timer);

    /// <summary>A schedule of the settings, without a status.</summary>
    [Function("FromSettings")]
    public Task FromSettingsAsync([TimerTrigger("%Every%", UseMonitor = false)] TimerInfo timer) => RunAsync(timer);

    private Task RunAsync(TimerInfo timer) => seen.TellAndWaitAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"{clock.GetUtcNow():HH:mm} {timer.IsPastDue}{(timer.ScheduleStatus is { } status ? $" {status.Last:HH:mm} {status.Next:HH:mm}" : "")}"));
}
