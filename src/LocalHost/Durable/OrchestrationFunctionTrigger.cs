using System.Reflection;
using Cadenza.LocalHost.Functions;
using Microsoft.DurableTask;

namespace Cadenza.LocalHost.Durable;

/// <summary>Started, and on every wake replayed, by the durable engine.</summary>
internal sealed class OrchestrationFunctionTrigger(string name) : Trigger
{
    private static readonly MethodInfo InputOf = typeof(OrchestrationFunctionTrigger).GetMethod(nameof(Input), BindingFlags.NonPublic | BindingFlags.Static)!;

    private bool _hasInput;

    public override string Type => "orchestrationTrigger";

    public string Name => name;

    public override ParameterBinder? BindTrigger(ParameterInfo parameter, FunctionFaults faults)
    {
        if (parameter.ParameterType == typeof(TaskOrchestrationContext)) return invocation => new(invocation.TriggerValue);
        faults.Add(parameter, $"[OrchestrationTrigger] binds TaskOrchestrationContext, not {parameter.ParameterType.Name}.");
        return null;
    }

    /// <summary>The one other parameter is the orchestration's input.</summary>
    public override ParameterBinder? BindOther(ParameterInfo parameter, FunctionFaults faults)
    {
        if (_hasInput)
        {
            faults.Add(parameter, "an orchestrator has one input parameter beside its context.");
            return null;
        }

        _hasInput = true;
        return InputOf.MakeGenericMethod(parameter.ParameterType).CreateDelegate<ParameterBinder>();
    }

    private static ValueTask<object?> Input<T>(Invocation invocation) => new(((TaskOrchestrationContext)invocation.TriggerValue!).GetInput<T>());
}
