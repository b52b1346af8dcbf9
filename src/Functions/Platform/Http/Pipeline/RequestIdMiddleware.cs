using Cadenza.Functions.Platform.Observability;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Platform.Http.Pipeline;

/// <summary>First around every HTTP request: gives it its id and, at debug level, its line in the log.</summary>
internal sealed class RequestIdMiddleware(TimeProvider clock, ILogger<RequestIdMiddleware> log) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http) return next(context);
        var id = RequestId.Assign(http);
        return log.IsEnabled(LogLevel.Debug) ? Timed(context, next, id) : next(context);
    }

    private async Task Timed(FunctionContext context, FunctionExecutionDelegate next, string id)
    {
        var started = clock.GetTimestamp();
        await next(context);
        log.FunctionFinished(context.FunctionDefinition.Name, clock.GetElapsedTime(started).TotalMilliseconds, id);
    }
}
