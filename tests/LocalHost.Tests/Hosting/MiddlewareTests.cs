using System.Collections.Concurrent;
using Azure.Storage.Queues;
using Cadenza.TestKit;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cadenza.LocalHost.Tests.Hosting;

public sealed class MiddlewareTests
{
    private readonly Trace _trace = new();

    [Fact]
    public async Task Middleware_OfEveryKindOfTrigger_RunsInTheOrderAdded()
    {
        await using var app = await TestApp.StartAsync([typeof(Functions)], builder =>
        {
            Add(builder);
            builder.UseMiddleware<First>();
            builder.UseWhen<OnlyHttp>(context => context.FunctionDefinition.InputBindings.Values.Any(binding => binding.Type == "httpTrigger"));
            builder.UseMiddleware<Last>();
        });
        var queue = new QueueClient(app.Services.GetRequiredService<IConfiguration>()["AzureWebJobsStorage"]!, "traced");

        Assert.Equal((200, "queued"), await app.GetAsync("run"));
        await queue.SendMessageAsync(Convert.ToBase64String("x"u8), TestContext.Current.CancellationToken);
        await Eventually.True(() => _trace.Functions.IsSupersetOf(["Run", "Traced", "AtStart", "Orchestrator", "Activity"]), "each kind ran");

        Assert.Equal("First(httpTrigger) OnlyHttp Last Run last only first", _trace.Of("Run"));
        Assert.Equal("First(queueTrigger) Last Traced last first", _trace.Of("Traced"));
        Assert.Equal("First(timerTrigger) Last AtStart last first", _trace.Of("AtStart"));
        Assert.StartsWith("First(orchestrationTrigger) Last Orchestrator", _trace.Of("Orchestrator"), StringComparison.Ordinal);
        Assert.Equal("First(activityTrigger) Last Activity last first", _trace.Of("Activity"));
    }

    [Fact]
    public async Task Middleware_ThatSetsTheResultAndCallsNoNext_AnswersInTheFunctionsPlace()
    {
        await using var app = await TestApp.StartAsync([typeof(Functions)], builder =>
        {
            Add(builder);
            builder.Use(next => context =>
            {
                if (context.GetHttpContext()?.Request.Headers.ContainsKey("x-stop") != true) return next(context);
                context.GetInvocationResult().Value = TypedResults.Text("stopped", statusCode: 403);
                return Task.CompletedTask;
            });
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, "run");
        request.Headers.Add("x-stop", "1");

        using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((403, "stopped"), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        Assert.DoesNotContain("Run", _trace.Functions);
    }

    [Fact]
    public async Task Middleware_ThatWritesTheResponseItself_IsTheAnswer()
    {
        await using var app = await TestApp.StartAsync([typeof(Functions)], builder =>
        {
            Add(builder);
            builder.Use(next => async context =>
            {
                if (context.GetHttpContext() is not { } http)
                {
                    await next(context);
                    return;
                }

                http.Response.StatusCode = 429;
                await http.Response.WriteAsync("written");
            });
        });

        Assert.Equal((429, "written"), await app.GetAsync("run"));
    }

    [Fact]
    public async Task Middleware_ThatReplacesTheResultAfterwards_IsTheAnswer()
    {
        await using var app = await TestApp.StartAsync([typeof(Functions)], builder =>
        {
            Add(builder);
            builder.Use(next => async context =>
            {
                await next(context);
                if (context.GetHttpContext() is not null) context.GetInvocationResult().Value = TypedResults.Text("replaced");
            });
        });

        Assert.Equal((200, "replaced"), await app.GetAsync("run"));
    }

    [Fact]
    public async Task Middleware_ThatCatchesFailures_SeesThoseOfFunctionAndBinding()
    {
        await using var app = await TestApp.StartAsync([typeof(Functions)], builder =>
        {
            Add(builder);
            builder.Use(next => async context =>
            {
                try
                {
                    await next(context);
                }
                catch (Exception fault) when (context.GetHttpContext() is not null)
                {
                    context.GetInvocationResult().Value = TypedResults.Text(fault.GetType().Name, statusCode: 422);
                }
            });
        });

        Assert.Equal((422, "InvalidOperationException"), await app.GetAsync("fails"));
        Assert.Equal((422, "FunctionInputConverterException"), await app.GetAsync("number/x"));
    }

    [Fact]
    public async Task Middleware_AddedBeforeTheWebApplication_SeesNoHttpContext()
    {
        var seen = new ConcurrentQueue<bool>();
        Func<FunctionExecutionDelegate, FunctionExecutionDelegate> look = next => context =>
        {
            if (context.FunctionDefinition.Name == "Run") seen.Enqueue(context.GetHttpContext() is not null);
            return next(context);
        };
        await using var app = await TestApp.StartAsync([typeof(Functions)], builder =>
        {
            Add(builder);
            builder.Use(look);
        }, before: builder => builder.Use(look));

        await app.GetAsync("run");

        Assert.Equal([false, true], seen);
    }

    [Fact]
    public async Task Context_OfAnInvocation_TellsItsFunctionAndCarriesItems()
    {
        string? told = null;
        await using var app = await TestApp.StartAsync([typeof(Functions)], builder =>
        {
            Add(builder);
            builder.Use(next => async context =>
            {
                context.Items["left"] = "by middleware";
                context.Features.Set("a feature");
                await next(context);
                if (context.FunctionDefinition.Name == "Number")
                {
                    told = $"{context.FunctionDefinition.EntryPoint} {string.Join(',', context.FunctionDefinition.Parameters.Select(parameter => parameter.Name))} "
                        + $"{context.Features.Get<string>()} {context.BindingContext.BindingData["VALUE"]} {Guid.TryParse(context.InvocationId, out _)}";
                }
            });
        });

        Assert.Equal((200, "by middleware 3"), await app.GetAsync("number/3"));
        Assert.Equal($"{typeof(Functions).FullName}.Number request,value,context a feature 3 True", told);
    }

    private void Add(FunctionsApplicationBuilder builder) => builder.Services.AddSingleton(_trace);

    public sealed class Trace
    {
        private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _steps = new();

        public HashSet<string> Functions => [.. _steps.Where(steps => steps.Value.Contains(steps.Key)).Select(steps => steps.Key)];

        public string Of(string function) => string.Join(' ', _steps[function]);

        public void Add(FunctionContext context, string step) => Add(context.FunctionDefinition.Name, step);

        public void Add(string function, string step) => _steps.GetOrAdd(function, _ => new()).Enqueue(step);
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

    public sealed class Functions(Trace trace)
    {
        [Function("Run")]
        public async Task<IResult> RunAsync([HttpTrigger("get", Route = "run")] HttpRequest request, [DurableClient] DurableTaskClient client)
        {
            trace.Add("Run", "Run");
            await client.ScheduleNewOrchestrationInstanceAsync("Orchestrator", request.HttpContext.RequestAborted);
            return TypedResults.Text("queued");
        }

        [Function("Fails")]
        public static IResult Fails([HttpTrigger("get", Route = "fails")] HttpRequest request) => throw new InvalidOperationException("on purpose");

        [Function("Number")]
        public static IResult Number([HttpTrigger("get", Route = "number/{value}")] HttpRequest request, int value, FunctionContext context) =>
            TypedResults.Text($"{context.Items["left"]} {value}");

        [Function("Traced")]
        public void Traced([QueueTrigger("traced")] string text) => trace.Add("Traced", "Traced");

        [Function("AtStart")]
        public void AtStart([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer) => trace.Add("AtStart", "AtStart");

        [Function("Orchestrator")]
        public Task OrchestratorAsync([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            trace.Add("Orchestrator", "Orchestrator");
            return context.CallActivityAsync("Activity", "input");
        }

        [Function("Activity")]
        public void Activity([ActivityTrigger] string input) => trace.Add("Activity", "Activity");
    }
}
