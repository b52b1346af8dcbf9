using Cadenza.Functions.Http.Platform.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Http.Platform.Pipeline;

/// <summary>Turns what an HTTP function throws into an answer that tells the caller enough and nothing more.</summary>
internal sealed class FailureMiddleware(ILogger<FailureMiddleware> log) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) =>
        context.GetHttpContext() is { } http ? Guarded(context, http, next) : next(context);

    private async Task Guarded(FunctionContext context, HttpContext http, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            log.ClientGone(context.FunctionDefinition.Name, http.TraceIdentifier);
        }
        catch (Exception fault) when (!http.Response.HasStarted)
        {
            context.GetInvocationResult().Value = Explain(fault, context.FunctionDefinition.Name, http.TraceIdentifier);
        }
    }

    private Problem Explain(Exception fault, string function, string requestId)
    {
        if (fault is BadHttpRequestException bad) return Explain(bad);
        if (fault is FunctionInputConverterException) return Problem.Unreadable();
        if (StorageReach.IsOutOfReach(fault, out var reason))
        {
            log.StorageUnavailable(function, requestId, reason);
            return Problem.Unavailable();
        }

        log.RequestFailed(fault, function, requestId);
        return Problem.Internal();
    }

    private static Problem Explain(BadHttpRequestException fault) => fault.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => Problem.TooLarge(Bodies.JsonBody.MaxBytes),
        _ => Problem.Malformed("The request's body could not be read to its end."),
    };
}
