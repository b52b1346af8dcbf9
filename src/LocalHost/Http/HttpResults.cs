using Cadenza.LocalHost.Functions;
using Cadenza.LocalHost.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.LocalHost.Http;

/// <summary>Writes an invocation's result to the response.</summary>
internal static class HttpResults
{
    private static readonly ActionDescriptor NoAction = new();

    public static Task WriteAsync(Invocation invocation, HttpContext http)
    {
        switch (invocation.Result.Value)
        {
            case null:
                return Task.CompletedTask;
            case IResult result:
                return result.ExecuteAsync(http);
            case IActionResult result:
                return result.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), NoAction));
            case var other:
                HostLog.ResultNotWritten(invocation.GetLogger<HttpFunctions>(), invocation.Function.Name, other.GetType().Name);
                return Task.CompletedTask;
        }
    }
}
