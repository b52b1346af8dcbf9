using Cadenza.LocalHost.Functions;
using Cadenza.LocalHost.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Http;

/// <summary>Answers requests with HTTP functions.</summary>
internal sealed class HttpFunctions(FunctionPipeline pipeline, HostGrace grace, ILogger<HttpFunctions> log)
{
    public void Map(IEndpointRouteBuilder routes, IEnumerable<LocalFunction> functions)
    {
        foreach (var function in functions)
        {
            if (function.Trigger is not HttpFunctionTrigger http) continue;
            RequestDelegate handler = context => HandleAsync(function, context);
            var endpoint = http.Methods is { } methods ? routes.MapMethods(http.Route.RawText!, methods, handler) : routes.Map(http.Route, handler);
            endpoint.WithDisplayName(function.Name);
        }
    }

    private async Task HandleAsync(LocalFunction function, HttpContext http)
    {
        await using var invocation = new Invocation(function, http.RequestServices, http, grace.Expired);
        try
        {
            await pipeline.RunAsync(invocation);
        }
        catch (FunctionInputConverterException fault)
        {
            HostLog.InputRefused(log, function.Name, fault.Message);
            Answer(http, StatusCodes.Status400BadRequest);
        }
        catch (BadHttpRequestException fault)
        {
            HostLog.InputRefused(log, function.Name, fault.Message);
            Answer(http, fault.StatusCode);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            HostLog.RequestAborted(log, function.Name);
        }
        catch (Exception fault)
        {
            HostLog.FunctionFailed(log, function.Name, invocation.InvocationId, fault);
            Answer(http, StatusCodes.Status500InternalServerError);
        }
    }

    private static void Answer(HttpContext http, int status)
    {
        if (http.Response.HasStarted)
        {
            // The status is gone already: only a broken connection tells the caller that the body is not whole.
            http.Abort();
            return;
        }

        http.Response.Clear();
        http.Response.StatusCode = status;
    }
}
