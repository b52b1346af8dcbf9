using System.Reflection;

namespace Cadenza.LocalRuntime.Functions;

/// <summary>Makes one argument of a function from an invocation.</summary>
internal delegate ValueTask<object?> ParameterBinder(Invocation invocation);

/// <summary>What starts a function, and what its parameters may be.</summary>
internal abstract class Trigger
{
    /// <summary>The kind by its official name, such as <c>httpTrigger</c>.</summary>
    public abstract string Type { get; }

    /// <summary>The binder of the parameter that carries the trigger's attribute; null, with a fault reported, when its type cannot be bound.</summary>
    public abstract ParameterBinder? BindTrigger(ParameterInfo parameter, FunctionFaults faults);

    /// <summary>The binder of another parameter; null, with a fault reported, when it cannot be bound.</summary>
    public abstract ParameterBinder? BindOther(ParameterInfo parameter, FunctionFaults faults);

    /// <summary>Reports what the trigger cannot do with the function's result.</summary>
    public virtual void CheckResult(Type result, FunctionFaults faults)
    {
    }
}
