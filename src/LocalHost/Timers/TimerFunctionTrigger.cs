using Cadenza.LocalHost.Hosting;
using Cadenza.LocalHost.Worker;

namespace Cadenza.LocalHost.Timers;

/// <summary>Started by a schedule.</summary>
/// <param name="Parameter">The parameter that gets the timer.</param>
/// <param name="Schedule">When it runs.</param>
/// <param name="Text">The schedule as written, which a stored status belongs to.</param>
/// <param name="RunOnStartup">Whether it also runs whenever the host starts.</param>
/// <param name="UseMonitor">Whether ticks that pass while the host is down are made up for.</param>
internal sealed record TimerFunctionTrigger(string Parameter, TimerSchedule Schedule, string Text, bool RunOnStartup, bool UseMonitor) : FunctionTrigger(Parameter)
{
    /// <summary>Reads the binding; null, with a fault, when it cannot be served.</summary>
    public static TimerFunctionTrigger? Read(BindingJson binding, SettingNames names, DateTimeOffset now, Action<string> fault)
    {
        if (!names.TryResolve(binding.Text("schedule") ?? "", out var text, out var missing))
        {
            fault($"its schedule '{binding.Text("schedule")}' needs the setting '{missing}'.");
            return null;
        }

        try
        {
            var schedule = TimerSchedule.Parse(text);
            if (schedule.Next(now) is not null) return new TimerFunctionTrigger(binding.Name, schedule, text, binding.Flag("runOnStartup", false), binding.Flag("useMonitor", true));
            fault($"its schedule '{text}' never comes.");
        }
        catch (FormatException malformed)
        {
            fault($"its schedule '{text}' is malformed: {malformed.Message}");
        }

        return null;
    }
}
