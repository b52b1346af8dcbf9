using System.Reflection;
using Cadenza.LocalRuntime.Hosting;
using Cadenza.LocalRuntime.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Cadenza.LocalRuntime.Functions;

/// <summary>Makes the trigger that a function's attribute describes.</summary>
internal sealed class TriggerFactory(HostJson host)
{
    /// <summary>Null, with a fault reported, when it cannot be made.</summary>
    public Trigger? Create(string function, TriggerBindingAttribute attribute, MethodInfo method, FunctionFaults faults)
    {
        switch (attribute)
        {
            case HttpTriggerAttribute http:
                return HttpFunctionTrigger.Create(function, http, method, host.RoutePrefix, faults);
            default:
                faults.Add($"{attribute.GetType().Name} is not served by this host.");
                return null;
        }
    }
}
