using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Cadenza.LocalRuntime.Functions;

/// <summary>The app's middleware with the function at its end.</summary>
internal sealed class FunctionPipeline
{
    private readonly FunctionExecutionDelegate _first;

    /// <param name="middleware">In the order added, which is the order run.</param>
    public FunctionPipeline(IEnumerable<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware) =>
        _first = middleware.Reverse().Aggregate((FunctionExecutionDelegate)CallAsync, (next, step) => step(next));

    public Task RunAsync(Invocation invocation) => _first(invocation);

    // No ConfigureAwait: an orchestrator's invocation must stay on the engine's scheduler.
    private static async Task CallAsync(FunctionContext context)
    {
        var invocation = context as Invocation ?? context.Features.Get<Invocation>()
            ?? throw new InvalidOperationException("Middleware passed on a context that the host did not make.");
        invocation.Result.Value = await invocation.Function.CallAsync(invocation);
    }
}
