using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.Azure.Functions.Worker.AuthorizationLevel;

namespace Cadenza.SampleApp;

/// <summary>The simplest functions: what tests and measurements of the host call.</summary>
public static class SampleFunctions
{
    /// <summary>Answers at once.</summary>
    [Function(nameof(Ping))]
    public static IResult Ping([HttpTrigger(Anonymous, "get", Route = "ping")] HttpRequest request) => TypedResults.Text("pong");

    /// <summary>Answers when the time given has passed.</summary>
    [Function(nameof(Slow))]
    public static async Task<IResult> Slow([HttpTrigger(Anonymous, "get", Route = "slow/{milliseconds:int}")] HttpRequest request, int milliseconds, FunctionContext context, CancellationToken cancellation)
    {
        context.InstanceServices.GetRequiredService<Seen>().Tell(nameof(Slow));
        await Task.Delay(milliseconds, cancellation);
        return TypedResults.Text("late");
    }

    /// <summary>The process that it runs in.</summary>
    [Function(nameof(Process))]
    public static IResult Process([HttpTrigger(Anonymous, "get", Route = "process")] HttpRequest request) => TypedResults.Text($"{Environment.ProcessId}");

    /// <summary>Ends the process as a crash does.</summary>
    [Function(nameof(Crash))]
    public static void Crash([HttpTrigger(Anonymous, "post", Route = "crash")] HttpRequest request) => System.Diagnostics.Process.GetCurrentProcess().Kill();

    /// <summary>What other functions have told so far.</summary>
    [Function(nameof(Told))]
    public static IResult Told([HttpTrigger(Anonymous, "get", Route = "told")] HttpRequest request, FunctionContext context) =>
        TypedResults.Text(string.Join('\n', context.InstanceServices.GetRequiredService<Seen>().Values));

    /// <summary>Starts an orchestration and answers with what it gave.</summary>
    [Function(nameof(Greet))]
    public static async Task<IResult> Greet([HttpTrigger(Anonymous, "get", Route = "greet/{name}")] HttpRequest request, string name, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var instance = await client.ScheduleNewOrchestrationInstanceAsync(nameof(Greeting), name, cancellation: cancellation);
        var ended = await client.WaitForInstanceCompletionAsync(instance, getInputsAndOutputs: true, cancellation);
        return TypedResults.Text(ended.ReadOutputAs<string>() ?? ended.FailureDetails?.ToString() ?? "");
    }

    /// <summary>Calls the activity.</summary>
    [Function(nameof(Greeting))]
    public static Task<string> Greeting([OrchestrationTrigger] TaskOrchestrationContext context, string name) =>
        context.CallActivityAsync<string>(nameof(Hello), name);

    /// <summary>Makes a greeting; for a few names only when the test lets it, or never.</summary>
    [Function(nameof(Hello))]
    public static async Task<string> Hello([ActivityTrigger] string name, FunctionContext context, string instanceId)
    {
        var gate = context.InstanceServices.GetRequiredService<Gate>();
        if (name == "nobody") throw new ArgumentException("nobody is there");
        if (name == "instance") return instanceId;
        if (name == "gated")
        {
            gate.Entered.TrySetResult();
            await gate.Open.Task;
        }

        return $"Hello {name}";
    }
}
