using System.Reflection;
using Cadenza.LocalRuntime.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.LocalRuntime.Functions;

/// <summary>Parameters that every kind of function may have.</summary>
internal static class CommonBinding
{
    /// <summary>Whether the parameter is one of them. It may then still be faulty: no binder and a fault reported.</summary>
    public static bool TryBind(ParameterInfo parameter, FunctionFaults faults, out ParameterBinder? binder)
    {
        binder = null;
        if (parameter.ParameterType == typeof(FunctionContext)) binder = invocation => new(invocation);
        else if (parameter.ParameterType == typeof(CancellationToken)) binder = invocation => new(invocation.CancellationToken);
        else if (parameter.IsDefined(typeof(DurableClientAttribute))) binder = Client(parameter, faults);
        else return false;
        return true;
    }

    private static ParameterBinder? Client(ParameterInfo parameter, FunctionFaults faults)
    {
        if (parameter.ParameterType == typeof(DurableTaskClient)) return invocation => new(invocation.InstanceServices.GetRequiredService<DurableHost>().Client);
        faults.Add(parameter, $"[DurableClient] binds DurableTaskClient, not {parameter.ParameterType.Name}.");
        return null;
    }
}
