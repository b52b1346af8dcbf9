namespace Microsoft.Azure.Functions.Worker;

/// <summary>The data a trigger came with.</summary>
public abstract class BindingContext
{
    /// <summary>Route values of an HTTP request or metadata of a queue message, by name.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}

/// <summary>The distributed trace of an invocation, as W3C headers have it.</summary>
public abstract class TraceContext
{
    /// <summary>The <c>traceparent</c>; empty when the invocation is not traced.</summary>
    public abstract string TraceParent { get; }

    /// <summary>The <c>tracestate</c>; empty when there is none.</summary>
    public abstract string TraceState { get; }
}

/// <summary>How often the host has repeated an invocation.</summary>
public abstract class RetryContext
{
    /// <summary>Repetitions so far.</summary>
    public abstract int RetryCount { get; }

    /// <summary>Repetitions at most.</summary>
    public abstract int MaxRetryCount { get; }
}
