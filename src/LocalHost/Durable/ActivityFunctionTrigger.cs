using System.Reflection;
using System.Text.Json;
using Cadenza.LocalHost.Functions;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.LocalHost.Durable;

/// <summary>A call of an activity.</summary>
/// <param name="InstanceId">The orchestration that called it.</param>
/// <param name="Input">Its input as JSON, or null.</param>
internal sealed record ActivityCall(string InstanceId, string? Input);

/// <summary>Started by an orchestration.</summary>
internal sealed class ActivityFunctionTrigger(string name) : Trigger
{
    private static readonly MethodInfo InputOf = typeof(ActivityFunctionTrigger).GetMethod(nameof(Input), BindingFlags.NonPublic | BindingFlags.Static)!;

    public override string Type => "activityTrigger";

    public string Name => name;

    public override ParameterBinder BindTrigger(ParameterInfo parameter, FunctionFaults faults) =>
        InputOf.MakeGenericMethod(parameter.ParameterType).CreateDelegate<ParameterBinder>();

    public override ParameterBinder? BindOther(ParameterInfo parameter, FunctionFaults faults)
    {
        if (parameter.ParameterType == typeof(string) && string.Equals(parameter.Name, "instanceId", StringComparison.OrdinalIgnoreCase))
            return invocation => new(((ActivityCall)invocation.TriggerValue!).InstanceId);
        faults.Add(parameter, $"{parameter.ParameterType.Name} cannot be bound: beside its input an activity takes string instanceId, FunctionContext, CancellationToken and [DurableClient] DurableTaskClient. Services come by the constructor.");
        return null;
    }

    private static ValueTask<object?> Input<T>(Invocation invocation)
    {
        try
        {
            return new(DurableJson.Read<T>(((ActivityCall)invocation.TriggerValue!).Input));
        }
        catch (JsonException fault)
        {
            throw new FunctionInputConverterException($"The activity's input cannot be read as {typeof(T).Name}: {fault.Message}", fault);
        }
    }
}
