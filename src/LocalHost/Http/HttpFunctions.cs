using Cadenza.LocalHost.Durable;
using Cadenza.LocalHost.Hosting;
using Cadenza.LocalHost.Worker;
using Cadenza.LocalHost.Worker.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Http;

/// <summary>Answers requests with HTTP functions: the invocation goes to the worker over its stream, the request over HTTP, and the two meet there.</summary>
internal sealed class HttpFunctions(HttpRoutes routes, ILogger log)
{
    /// <summary>The header that tells the worker which invocation a request belongs to.</summary>
    public const string InvocationHeader = "x-ms-invocation-id";

    // A function that fails has taken its request, and its answer is on the way; only without a function would it be waited for in vain.
    private static readonly TimeSpan AnswerAfterFailure = TimeSpan.FromMilliseconds(200);

    private static readonly TypedData Request = new() { Http = new RpcHttp() };

    public Task HandleAsync(HttpContext http)
    {
        var values = new RouteValueDictionary();
        if (routes.Find(http, values) is { IsDisabled: false } route)
        {
            if (route.IsAnonymous) return InvokeAsync(http, route.Function, values);
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }

        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private async Task InvokeAsync(HttpContext http, FunctionInvoker function, RouteValueDictionary values)
    {
        var invoked = function.Next();
        var request = invoked.Request(Request);
        Describe(request, http, values);
        http.Request.Headers[InvocationHeader] = request.InvocationId;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        var invocation = invoked.SendAsync(request, over.Token);
        var forwarding = ForwardAsync(http, invoked.Forwarder, over);
        var failed = await OutcomeAsync(invocation, forwarding, over);
        var broken = await forwarding;
        // A request that could not be brought to the app fails its invocation, and the other way round: the first is the reason.
        var failure = broken is null or OperationCanceledException ? failed ?? broken : broken;
        if (failure is not null) Fail(http, function.Function.Name, request.InvocationId, failure);
    }

    /// <summary>What went wrong on the way to the app; null when it answered.</summary>
    private static async Task<Exception?> ForwardAsync(HttpContext http, IRequestForwarder forwarder, CancellationTokenSource over)
    {
        try
        {
            // Without a function that takes it, the invocation would wait for its request until it gives up.
            if (!await forwarder.ForwardAsync(http, over.Token)) await over.CancelAsync();
            return null;
        }
        catch (Exception fault)
        {
            await over.CancelAsync();
            return fault;
        }
    }

    /// <summary>What the invocation failed of; null when it succeeded. The answer is then complete, or will not come.</summary>
    private static async Task<Exception?> OutcomeAsync(Task<InvocationResponse> invocation, Task<Exception?> forwarding, CancellationTokenSource over)
    {
        var failure = await FailureAsync(invocation);
        if (failure is null || forwarding.IsCompleted) return failure;
        if (await Task.WhenAny(forwarding, Task.Delay(AnswerAfterFailure)) != forwarding) await over.CancelAsync();
        return failure;
    }

    private static async Task<Exception?> FailureAsync(Task<InvocationResponse> invocation)
    {
        try
        {
            return FunctionFailedException.Of(await invocation);
        }
        catch (WorkerUnavailableException fault)
        {
            return fault;
        }
    }

    private static void Describe(InvocationRequest request, HttpContext http, RouteValueDictionary values)
    {
        foreach (var (name, value) in values)
            if (value is string text)
                request.TriggerMetadata.Add(name, new TypedData { String = text });
        if (http.Request.Headers.TraceParent is [{ Length: > 0 } parent])
            request.TraceContext = new RpcTraceContext { TraceParent = parent, TraceState = http.Request.Headers.TraceState.ToString() };
    }

    private void Fail(HttpContext http, string function, string invocation, Exception failure)
    {
        if (http.RequestAborted.IsCancellationRequested) HostLog.RequestAborted(log, function);
        // The worker has logged what its function threw, with the stack trace.
        else HostLog.FunctionFailed(log, function, invocation, failure.Message, failure is FunctionFailedException or WorkerUnavailableException ? null : failure);
        if (http.Response.HasStarted)
        {
            // The status is gone already: only a broken connection tells the caller that the body is not whole.
            http.Abort();
            return;
        }

        http.Response.Clear();
        http.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }
}
