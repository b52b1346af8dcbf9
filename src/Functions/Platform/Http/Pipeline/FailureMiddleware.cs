using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Observability;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Cadenza.Functions.Platform.Http.Pipeline;

/// <summary>
/// Writes what an HTTP function answers, and turns what it throws, then or before, into an answer that tells the caller
/// enough and nothing more.
/// </summary>
/// <remarks>
/// The worker would write a result too, but outside of all middleware, where a failure half-way ends the answer as if it
/// were whole, and would send the host the result once more as JSON.
/// </remarks>
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
            await AnswerAsync(context, http);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            log.ClientGone(context.FunctionDefinition.Name, http.TraceIdentifier);
        }
        catch (Exception fault) when (!http.Response.HasStarted)
        {
            Forget(http.Response.Headers);
            context.GetInvocationResult().Value = Explain(fault, context, http.TraceIdentifier);
        }
        catch
        {
            // The status is gone already: only a broken connection tells the caller that the body is not whole.
            http.Abort();
            throw;
        }
    }

    private static Task AnswerAsync(FunctionContext context, HttpContext http)
    {
        var result = context.GetInvocationResult();
        if (result.Value is not IResult answer) return Task.CompletedTask;
        result.Value = null;
        return answer.ExecuteAsync(http);
    }

    // What an answer said of itself before it failed does not hold for the one that takes its place.
    private static void Forget(IHeaderDictionary headers)
    {
        headers.ContentLength = null;
        headers.Remove(HeaderNames.ETag);
        headers.Remove(HeaderNames.Location);
    }

    private Problem Explain(Exception fault, FunctionContext context, string requestId)
    {
        var function = context.FunctionDefinition.Name;
        if (fault is BadHttpRequestException bad) return Explain(bad);
        // The host is about to stop; the request was cut short, and another instance can take it.
        if (fault is OperationCanceledException && context.CancellationToken.IsCancellationRequested)
            return Problem.Unavailable() with { Detail = "The app is stopping; repeat the request in a moment." };
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
