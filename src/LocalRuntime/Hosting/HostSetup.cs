using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Hosting;

namespace Cadenza.LocalRuntime.Hosting;

/// <summary>What is known of the app while it is built.</summary>
internal sealed class HostSetup(Assembly functions, string[] args)
{
    public List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> Middleware { get; } = [];

    /// <summary>Whether the app asked to serve HTTP functions.</summary>
    public bool ServesHttp { get; set; }

    public WebApplicationBuilder CreateWebBuilder()
    {
        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { Args = args, ApplicationName = functions.GetName().Name });
        web.WebHost.UseKestrelCore();
        return web;
    }

    public IHost Build(WebApplicationBuilder web)
    {
        var app = web.Build();
        app.Lifetime.ApplicationStarted.Register(Middleware.TrimExcess);
        return app;
    }
}
