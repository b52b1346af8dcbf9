using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Cadenza.SampleApp;

/// <summary>The smallest app with every kind of function, run as a process by tests and by anyone who measures the host.</summary>
public static class SampleFunctions
{
    /// <summary>Answers at once.</summary>
    [Function(nameof(Ping))]
    public static IResult Ping([HttpTrigger("get", Route = "ping")] HttpRequest request) => TypedResults.Text("pong");

    /// <summary>Answers when the time given has passed.</summary>
    [Function(nameof(Slow))]
    public static async Task<IResult> Slow([HttpTrigger("get", Route = "slow/{milliseconds:int}")] HttpRequest request, int milliseconds, CancellationToken cancellation)
    {
        await Task.Delay(milliseconds, cancellation);
        return TypedResults.Text("late");
    }

    /// <summary>Starts an orchestration and answers with what it gave.</summary>
    [Function(nameof(Greet))]
    public static async Task<IResult> Greet([HttpTrigger("get", Route = "greet/{name}")] HttpRequest request, string name, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var instance = await client.ScheduleNewOrchestrationInstanceAsync(nameof(Greeting), name, cancellation: cancellation);
        var ended = await client.WaitForInstanceCompletionAsync(instance, getInputsAndOutputs: true, cancellation);
        return TypedResults.Text(ended.ReadOutputAs<string>() ?? "");
    }

    /// <summary>Calls the activity.</summary>
    [Function(nameof(Greeting))]
    public static Task<string> Greeting([OrchestrationTrigger] TaskOrchestrationContext context, string name) =>
        context.CallActivityAsync<string>(nameof(Hello), name);

    /// <summary>Makes a greeting.</summary>
    [Function(nameof(Hello))]
    public static string Hello([ActivityTrigger] string name) => $"Hello {name}";
}
