using System.Reflection;
using Cadenza.LocalHost.Functions;
using Microsoft.AspNetCore.Http;

using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Cadenza.LocalHost.Http;

/// <summary>Started by a request that matches its route and methods.</summary>
internal sealed class HttpFunctionTrigger(RoutePattern route, IReadOnlyList<string>? methods) : Trigger
{
    private static readonly string[] Reserved = ["admin", "runtime"];

    public override string Type => "httpTrigger";

    /// <summary>The whole template, with the prefix of host.json.</summary>
    public RoutePattern Route => route;

    /// <summary>In upper case, or null for every method.</summary>
    public IReadOnlyList<string>? Methods => methods;

    public static HttpFunctionTrigger? Create(string function, HttpTriggerAttribute attribute, MethodInfo method, string prefix, FunctionFaults faults)
    {
        var template = (attribute.Route ?? function).Trim('/');
        var first = template.Split('/')[0];
        if (Reserved.Contains(first, StringComparer.OrdinalIgnoreCase))
        {
            faults.Add($"its route '{template}' begins with '{first}', which belongs to the host.");
            return null;
        }

        try
        {
            var route = RoutePatternFactory.Parse(prefix.Length == 0 ? template : $"{prefix}/{template}");
            if (RouteConstraints.Fault(route) is { } fault)
            {
                faults.Add($"its route '{template}' has a faulty constraint: {fault}");
                return null;
            }

            return new HttpFunctionTrigger(route, attribute.Methods is { Length: > 0 } given ? [.. given.Select(word => word.ToUpperInvariant())] : null);
        }
        catch (RoutePatternException fault)
        {
            faults.Add($"{method.Name}'s route '{template}' is malformed: {fault.Message}");
            return null;
        }
    }

    public override ParameterBinder? BindTrigger(ParameterInfo parameter, FunctionFaults faults)
    {
        if (parameter.ParameterType == typeof(HttpRequest)) return invocation => new(invocation.Http!.Request);
        faults.Add(parameter, $"[HttpTrigger] binds HttpRequest, not {parameter.ParameterType.Name}; for the body add a [FromBody] parameter.");
        return null;
    }

    public override ParameterBinder? BindOther(ParameterInfo parameter, FunctionFaults faults)
    {
        if (parameter.IsDefined(typeof(FromBodyAttribute))) return RequestBody.Binder(parameter);
        if (route.GetParameter(parameter.Name!) is { } part) return RouteValues.Binder(parameter, part, faults);
        faults.Add(parameter, $"{parameter.ParameterType.Name} cannot be bound: it is neither in the route '{route.RawText}' nor [FromBody], HttpRequest, FunctionContext, CancellationToken or [DurableClient] DurableTaskClient. Services come by the constructor.");
        return null;
    }

    public override void CheckResult(Type result, FunctionFaults faults)
    {
        if (result == typeof(void) || result == typeof(object) || typeof(Microsoft.AspNetCore.Mvc.IActionResult).IsAssignableFrom(result) || typeof(IResult).IsAssignableFrom(result)) return;
        faults.Add($"an HTTP function returns IActionResult, IResult or nothing; {result.Name} would not be written to the response.");
    }
}
