using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Cadenza.LocalRuntime.Functions;

/// <summary>Finds the functions among types and says everything that is wrong with them.</summary>
internal sealed class FunctionDiscovery(TriggerFactory triggers, ICollection<string> faults)
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public List<LocalFunction> Find(IEnumerable<Type> types)
    {
        var found = new List<LocalFunction>();
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var method in types.SelectMany(type => type.GetMethods(Declared)))
        {
            if (method.GetCustomAttribute<FunctionAttribute>(inherit: false) is not { } attribute) continue;
            var entryPoint = LocalFunction.EntryPointOf(method);
            var report = new FunctionFaults(attribute.Name, entryPoint, faults);
            if (!names.TryAdd(attribute.Name, entryPoint)) report.Add($"its name is taken by {names[attribute.Name]}.");
            if (Read(attribute.Name, method, report) is { } function) found.Add(function);
        }

        return found;
    }

    private LocalFunction? Read(string name, MethodInfo method, FunctionFaults report)
    {
        CheckShape(name, method, report);
        var marked = method.GetParameters()
            .Select(parameter => (Parameter: parameter, Attribute: parameter.GetCustomAttribute<TriggerBindingAttribute>()))
            .Where(pair => pair.Attribute is not null).ToArray();
        if (marked.Length != 1)
        {
            report.Add(marked.Length == 0
                ? "no parameter has a trigger attribute."
                : $"it has {marked.Length} triggers ({string.Join(", ", marked.Select(pair => pair.Parameter.Name))}); a function has one.");
            return null;
        }

        if (triggers.Create(name, marked[0].Attribute!, method, report) is not { } trigger) return null;
        trigger.CheckResult(FunctionCompiler.ResultOf(method.ReturnType), report);
        var binders = method.GetParameters().Select(parameter => Bind(trigger, parameter, marked[0].Parameter, report)).ToArray();
        return Array.IndexOf(binders, null) >= 0 ? null : new LocalFunction(name, method, trigger, binders!, Bindings(trigger, method, marked[0].Parameter));
    }

    private static ParameterBinder? Bind(Trigger trigger, ParameterInfo parameter, ParameterInfo triggerParameter, FunctionFaults report)
    {
        if (parameter.ParameterType.IsByRef)
        {
            report.Add(parameter, "a parameter passed by reference cannot be bound.");
            return null;
        }

        if (parameter == triggerParameter) return trigger.BindTrigger(parameter, report);
        return CommonBinding.TryBind(parameter, report, out var binder) ? binder : trigger.BindOther(parameter, report);
    }

    private static void CheckShape(string name, MethodInfo method, FunctionFaults report)
    {
        if (string.IsNullOrWhiteSpace(name)) report.Add("its name is empty.");
        // As on Azure, where a public method of an internal class is a function and an internal method never is.
        if (!method.IsPublic) report.Add("the method must be public.");
        if (method.ContainsGenericParameters || method.DeclaringType!.ContainsGenericParameters) report.Add("a generic method or type cannot be a function.");
        if (method.DeclaringType!.IsAbstract && !method.IsStatic) report.Add("its type is abstract.");
        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute))) report.Add("an async function must return a Task.");
        if (method.ReturnType.IsByRefLike || method.ReturnType.IsByRef || method.ReturnType.IsPointer || IsStream(method.ReturnType))
            report.Add($"a function cannot return {method.ReturnType.Name}.");
    }

    private static bool IsStream(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>);

    private static ImmutableDictionary<string, BindingMetadata> Bindings(Trigger trigger, MethodInfo method, ParameterInfo triggerParameter)
    {
        var clients = method.GetParameters().Where(parameter => parameter.IsDefined(typeof(DurableClientAttribute)))
            .Select(parameter => new LocalBindingMetadata(parameter.Name!, "durableClient"));
        return clients.Prepend(new LocalBindingMetadata(triggerParameter.Name!, trigger.Type))
            .ToImmutableDictionary(binding => binding.Name, binding => (BindingMetadata)binding);
    }
}
