namespace Microsoft.Azure.Functions.Worker;

/// <summary>What an invocation was given and gives back.</summary>
public static class FunctionContextBindingFeatureExtensions
{
    /// <summary>The invocation's result. Middleware that sets its value and does not call the next step answers in the function's place.</summary>
    /// <param name="context">The invocation.</param>
    /// <exception cref="InvalidOperationException">The context was not made by the host.</exception>
    public static InvocationResult GetInvocationResult(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<InvocationResult>() ?? throw new InvalidOperationException("This context carries no invocation result: it was not made by the host.");
    }
}
