using System.Reflection;
using Cadenza.LocalHost.Functions;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.LocalHost.Timers;

/// <summary>Started by a schedule.</summary>
internal sealed class TimerFunctionTrigger(TimerSchedule schedule, string text, bool runOnStartup, bool useMonitor) : Trigger
{
    public override string Type => "timerTrigger";

    public TimerSchedule Schedule => schedule;

    /// <summary>The schedule as written, which a stored status belongs to.</summary>
    public string Text => text;

    public bool RunOnStartup => runOnStartup;

    public bool UseMonitor => useMonitor;

    public override ParameterBinder? BindTrigger(ParameterInfo parameter, FunctionFaults faults)
    {
        if (parameter.ParameterType == typeof(TimerInfo)) return invocation => new(invocation.TriggerValue);
        faults.Add(parameter, $"[TimerTrigger] binds TimerInfo, not {parameter.ParameterType.Name}.");
        return null;
    }

    public override ParameterBinder? BindOther(ParameterInfo parameter, FunctionFaults faults)
    {
        faults.Add(parameter, $"{parameter.ParameterType.Name} cannot be bound: a timer function takes TimerInfo, FunctionContext, CancellationToken and [DurableClient] DurableTaskClient. Services come by the constructor.");
        return null;
    }
}
