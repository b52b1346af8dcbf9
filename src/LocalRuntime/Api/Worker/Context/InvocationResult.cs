namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the function returned, or middleware in its place.</summary>
/// <typeparam name="T">The result's type.</typeparam>
public abstract class InvocationResult<T>
{
    /// <summary>The result. Setting it replaces the function's.</summary>
    public abstract T? Value { get; set; }
}

/// <inheritdoc/>
public abstract class InvocationResult : InvocationResult<object>
{
}
