using System.Reflection;
using Cadenza.LocalRuntime.Durable;
using Cadenza.LocalRuntime.Hosting;
using Cadenza.LocalRuntime.Http;
using Cadenza.LocalRuntime.Queues;
using Cadenza.LocalRuntime.Timers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Cadenza.LocalRuntime.Functions;

/// <summary>Makes the trigger that a function's attribute describes.</summary>
internal sealed class TriggerFactory(HostJson host, SettingNames names, StorageSettings storage, TimeProvider clock)
{
    /// <summary>Null, with a fault reported, when it cannot be made.</summary>
    public Trigger? Create(string function, TriggerBindingAttribute attribute, MethodInfo method, FunctionFaults faults)
    {
        switch (attribute)
        {
            case HttpTriggerAttribute http:
                return HttpFunctionTrigger.Create(function, http, method, host.RoutePrefix, faults);
            case QueueTriggerAttribute queue:
                return Queue(queue, faults);
            case TimerTriggerAttribute timer:
                return Timer(timer, faults);
            case OrchestrationTriggerAttribute orchestration:
                return new OrchestrationFunctionTrigger(orchestration.Orchestration ?? function);
            case ActivityTriggerAttribute activity:
                return new ActivityFunctionTrigger(activity.Activity ?? function);
            default:
                faults.Add($"{attribute.GetType().Name} is not served by this host.");
                return null;
        }
    }

    private QueueFunctionTrigger? Queue(QueueTriggerAttribute attribute, FunctionFaults faults)
    {
        if (Resolve(attribute.QueueName, faults) is not { } name) return null;
        var connection = attribute.Connection ?? StorageSettings.Default;
        var fault = QueueName.Fault(name) ?? storage.Fault(connection);
        if (fault is null) return new QueueFunctionTrigger(name, connection);
        faults.Add(fault);
        return null;
    }

    private TimerFunctionTrigger? Timer(TimerTriggerAttribute attribute, FunctionFaults faults)
    {
        if (Resolve(attribute.Schedule, faults) is not { } text) return null;
        try
        {
            var schedule = TimerSchedule.Parse(text);
            if (schedule.Next(clock.GetUtcNow()) is not null) return new TimerFunctionTrigger(schedule, text, attribute.RunOnStartup, attribute.UseMonitor);
            faults.Add($"its schedule '{text}' never comes.");
        }
        catch (FormatException fault)
        {
            faults.Add($"its schedule '{text}' is malformed: {fault.Message}.");
        }

        return null;
    }

    private string? Resolve(string text, FunctionFaults faults)
    {
        if (names.TryResolve(text, out var resolved, out var missing)) return resolved;
        faults.Add($"'{text}' needs the setting '{missing}', which is missing.");
        return null;
    }
}
