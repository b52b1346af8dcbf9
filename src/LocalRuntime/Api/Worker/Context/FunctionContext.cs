namespace Microsoft.Azure.Functions.Worker;

/// <summary>One invocation of a function.</summary>
public abstract class FunctionContext
{
    /// <summary>Unique for this invocation.</summary>
    public abstract string InvocationId { get; }

    /// <summary>The function's id, stable between starts.</summary>
    public abstract string FunctionId { get; }

    /// <summary>The distributed trace this invocation belongs to.</summary>
    public abstract TraceContext TraceContext { get; }

    /// <summary>The trigger's data.</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>How often the host has repeated this invocation.</summary>
    public abstract RetryContext RetryContext { get; }

    /// <summary>The invocation's services: one scope an invocation, disposed at its end.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>The function.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>What middleware and function leave for each other.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>The invocation's features, by type.</summary>
    public abstract IInvocationFeatures Features { get; }

    /// <summary>Cancelled when the request is aborted or the host gives up waiting for the function to finish.</summary>
    public virtual CancellationToken CancellationToken { get; }
}
