using System.Collections.Concurrent;
using Azure.Storage.Queues;
using Cadenza.LocalHost.Storage;
using Cadenza.TestKit;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cadenza.LocalHost.Tests.Hosting;

/// <summary>The app's middleware sees every kind of invocation, and decides over answers.</summary>
public sealed class MiddlewareTests
{
    private static readonly string[] Kinds = ["Greet", "Texts", "AtStart", "Greeting", "Hello"];

    private readonly Trace _trace = new();

    [Fact]
    public async Task Middleware_OfEveryKindOfTrigger_RunsInTheOrderAdded()
    {
        await using var app = await StartAsync(builder =>
        {
            builder.UseMiddleware<First>();
            builder.UseWhen<OnlyHttp>(context => context.FunctionDefinition.InputBindings.Values.Any(binding => binding.Type == "httpTrigger"));
            builder.UseMiddleware<Last>();
        });

        Assert.Equal((200, "Hello Ada"), await app.GetAsync("greet/Ada"));
        await StorageClients.Queues(app.Storage, QueueMessageEncoding.Base64).GetQueueClient("texts").SendMessageAsync("x", TestContext.Current.CancellationToken);
        await Eventually.True(() => Kinds.All(_trace.HasEnded), "each kind ran");

        Assert.Equal("First(httpTrigger) OnlyHttp Last last only first", _trace.Of("Greet"));
        Assert.Equal("First(queueTrigger) Last last first", _trace.Of("Texts"));
        Assert.Equal("First(timerTrigger) Last last first", _trace.Of("AtStart"));
        Assert.StartsWith("First(orchestrationTrigger) Last", _trace.Of("Greeting"), StringComparison.Ordinal);
        Assert.Equal("First(activityTrigger) Last last first", _trace.Of("Hello"));
    }

    [Fact]
    public async Task Middleware_ThatSetsTheResultAndCallsNoNext_AnswersInTheFunctionsPlace()
    {
        await using var app = await StartAsync(builder => builder.Use(next => context =>
        {
            if (context.GetHttpContext()?.Request.Headers.ContainsKey("x-stop") != true) return next(context);
            context.GetInvocationResult().Value = TypedResults.Text("stopped", statusCode: 403);
            return Task.CompletedTask;
        }));
        using var request = new HttpRequestMessage(HttpMethod.Get, "ping");
        request.Headers.Add("x-stop", "1");

        using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((403, "stopped"), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        Assert.Equal((200, "pong"), await app.GetAsync("ping"));
    }

    [Fact]
    public async Task Middleware_ThatWritesTheResponseItself_IsTheAnswer()
    {
        await using var app = await StartAsync(builder => builder.Use(next => async context =>
        {
            if (context.GetHttpContext() is not { } http)
            {
                await next(context);
                return;
            }

            http.Response.StatusCode = 429;
            await http.Response.WriteAsync("written");
        }));

        Assert.Equal((429, "written"), await app.GetAsync("ping"));
    }

    [Fact]
    public async Task Middleware_ThatReplacesTheResultAfterwards_IsTheAnswer()
    {
        await using var app = await StartAsync(builder => builder.Use(next => async context =>
        {
            await next(context);
            if (context.GetHttpContext() is not null) context.GetInvocationResult().Value = TypedResults.Text("replaced");
        }));

        Assert.Equal((200, "replaced"), await app.GetAsync("ping"));
    }

    [Fact]
    public async Task InvocationResult_TakenBeforeNext_IsASnapshot()
    {
        object?[] seen = [];
        await using var app = await StartAsync(builder => builder.Use(next => async context =>
        {
            var before = context.GetInvocationResult();
            await next(context);
            if (context.FunctionDefinition.Name == "Ping") seen = [before.Value, context.GetInvocationResult().Value];
        }));

        await app.GetAsync("ping");

        Assert.Null(seen[0]);
        Assert.NotNull(seen[1]);
    }

    [Fact]
    public async Task Middleware_ThatCatchesFailures_SeesThoseOfFunctionAndBinding()
    {
        await using var app = await StartAsync(builder => builder.Use(next => async context =>
        {
            try
            {
                await next(context);
            }
            catch (Exception fault) when (context.GetHttpContext() is not null)
            {
                context.GetInvocationResult().Value = TypedResults.Text(fault.GetType().Name, statusCode: 422);
            }
        }));

        Assert.Equal((422, "InvalidOperationException"), await app.GetAsync("throws"));
        Assert.Equal((422, "FunctionInputConverterException"), await app.GetAsync("number/x"));
    }

    [Fact]
    public async Task Middleware_AddedBeforeTheWebApplication_SeesNoHttpContext()
    {
        var seen = new ConcurrentQueue<bool>();
        Func<FunctionExecutionDelegate, FunctionExecutionDelegate> look = next => context =>
        {
            if (context.FunctionDefinition.Name == "Ping") seen.Enqueue(context.GetHttpContext() is not null);
            return next(context);
        };
        await using var app = await TestApp.StartAsync(new TestAppSetup { Before = builder => builder.Use(look), After = builder => builder.Use(look) });

        await app.GetAsync("ping");

        Assert.Equal([false, true], seen);
    }

    [Fact]
    public async Task Context_OfAnInvocation_TellsItsFunctionAndCarriesItems()
    {
        string? told = null;
        await using var app = await StartAsync(builder => builder.Use(next => async context =>
        {
            context.Items["left"] = "by middleware";
            context.Features.Set("a feature");
            await next(context);
            if (context.FunctionDefinition.Name == "Number")
            {
                told = $"{context.FunctionDefinition.EntryPoint} {string.Join(',', context.FunctionDefinition.Parameters.Select(parameter => parameter.Name))} "
                    + $"{context.Features.Get<string>()} {context.BindingContext.BindingData["VALUE"]} {Guid.TryParse(context.InvocationId, out _)}";
            }
        }));

        Assert.Equal((200, "int 3 by middleware"), await app.GetAsync("number/3"));
        Assert.Equal("Cadenza.SampleApp.Http.RoutedFunctions.Number request,value,context a feature 3 True", told);
    }

    private Task<TestApp> StartAsync(Action<FunctionsApplicationBuilder> after) => TestApp.StartAsync(new TestAppSetup
    {
        Only = ["Texts", "AtStart"],
        After = after,
        Services = services => services.AddSingleton(_trace),
    });

    public sealed class Trace
    {
        private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _steps = new();

        public bool HasEnded(string function) => _steps.TryGetValue(function, out var steps) && steps.Contains("first");

        public string Of(string function) => string.Join(' ', _steps[function]);

        public void Add(FunctionContext context, string step) => _steps.GetOrAdd(context.FunctionDefinition.Name, _ => new()).Enqueue(step);
    }

    public sealed class First(Trace trace) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            trace.Add(context, $"First({context.FunctionDefinition.InputBindings.Values.Single(binding => binding.Type.EndsWith("Trigger", StringComparison.Ordinal)).Type})");
            await next(context);
            trace.Add(context, "first");
        }
    }

    public sealed class OnlyHttp(Trace trace) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            trace.Add(context, "OnlyHttp");
            await next(context);
            trace.Add(context, "only");
        }
    }

    public sealed class Last(Trace trace) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            trace.Add(context, "Last");
            await next(context);
            trace.Add(context, "last");
        }
    }
}
