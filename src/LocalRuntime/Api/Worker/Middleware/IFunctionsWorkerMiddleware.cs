namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>The next step of an invocation.</summary>
/// <param name="context">The invocation.</param>
public delegate Task FunctionExecutionDelegate(FunctionContext context);

/// <summary>A step around every invocation, of every kind of trigger.</summary>
public interface IFunctionsWorkerMiddleware
{
    /// <summary>Does its part before and after <paramref name="next"/>, or answers without calling it.</summary>
    /// <param name="context">The invocation.</param>
    /// <param name="next">The rest of the pipeline, ending in the function.</param>
    Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
}
