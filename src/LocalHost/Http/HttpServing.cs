using Cadenza.LocalHost.Functions;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.LocalHost.Http;

/// <summary>What <c>ConfigureFunctionsWebApplication</c> adds to an app.</summary>
internal static class HttpServing
{
    public static void Add(FunctionsApplicationBuilder builder)
    {
        if (builder.Setup.ServesHttp) return;
        builder.Setup.ServesHttp = true;
        // Results need MVC's executors but nobody has controllers; an empty part list saves scanning for them.
        builder.Services.AddSingleton(new ApplicationPartManager());
        builder.Services.AddMvcCore();
        builder.Use(next => context => context is Invocation { Http: { } http } invocation ? ServeAsync(invocation, http, next) : next(context));
    }

    private static async Task ServeAsync(Invocation invocation, Microsoft.AspNetCore.Http.HttpContext http, FunctionExecutionDelegate next)
    {
        invocation.Items[HttpItems.HttpContext] = http;
        await next(invocation);
        await HttpResults.WriteAsync(invocation, http);
    }
}
